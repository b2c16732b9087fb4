using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>The signature of a public media address: pure.</summary>
public static class MediaSignature
{
    public static string Sign(byte[] key, Id<Workspace> workspace, Id<MediaAsset> media, long expires)
    {
        Span<byte> text = stackalloc byte[128];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, text[..Write(text, workspace, media, expires)], hash);
        return Base64Url.EncodeToString(hash);
    }

    public static bool IsValid(byte[] key, Id<Workspace> workspace, Id<MediaAsset> media, long expires, string signature) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Sign(key, workspace, media, expires)),
            Encoding.ASCII.GetBytes(signature)
        );

    private static int Write(Span<byte> text, Id<Workspace> workspace, Id<MediaAsset> media, long expires)
    {
        workspace.Value.TryFormat(text, out var first, "N");
        text[first] = (byte)'/';
        media.Value.TryFormat(text[(first + 1)..], out var second, "N");
        text[first + 1 + second] = (byte)'/';
        expires.TryFormat(text[(first + second + 2)..], out var third, default, CultureInfo.InvariantCulture);
        return first + second + third + 2;
    }
}
