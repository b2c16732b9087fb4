using System.Security.Cryptography;
using System.Text;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Version 5 UUIDs (RFC 9562, 5.5) in the namespace that the real runtime uses.</summary>
internal static class NameBasedGuid
{
    private static readonly byte[] s_namespace = new Guid("9e952958-5e33-4daf-827f-2fa12937b875").ToByteArray(bigEndian: true);

    public static Guid Create(string name)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // the standard says SHA-1; nothing secret rests on it
        SHA1.HashData([.. s_namespace, .. Encoding.UTF8.GetBytes(name)], hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
