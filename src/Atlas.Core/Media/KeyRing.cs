using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Atlas.Core.Connections;

namespace Atlas.Core.Media;

/// <summary>The keys of one purpose as they were read, newest first.</summary>
internal sealed class KeyRing(IReadOnlyList<(string Name, byte[] Key)> keys, long readAt)
{
    public long ReadAt => readAt;

    public byte[] Newest => keys[0].Key;

    public int Count => keys.Count;

    public byte[]? Find(string name)
    {
        foreach (var (known, key) in keys)
        {
            if (known == name)
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>Tries one key after the other: the seal itself says which is right.</summary>
    public bool TryOpen(ReadOnlySpan<byte> kept, string place, [NotNullWhen(true)] out byte[]? plain)
    {
        foreach (var (_, key) in keys)
        {
            try
            {
                plain = Sealing.Open(key, kept, place);
                return true;
            }
            catch (AuthenticationTagMismatchException)
            {
                // Not this one.
            }
        }

        plain = null;
        return false;
    }
}
