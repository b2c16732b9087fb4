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

    /// <summary>Seals with the newest key what an earlier one has sealed.</summary>
    /// <returns>Null where the newest has sealed it, or no key that is left.</returns>
    public byte[]? Reseal(ReadOnlySpan<byte> kept, string place) =>
        !TryOpen(Newest, kept, place, out _) && TryOpen(kept, place, out var plain) ? Sealing.Seal(Newest, plain, place) : null;

    /// <summary>Tries one key after the other: the seal itself says which is right.</summary>
    public bool TryOpen(ReadOnlySpan<byte> kept, string place, [NotNullWhen(true)] out byte[]? plain)
    {
        foreach (var (_, key) in keys)
        {
            if (TryOpen(key, kept, place, out plain))
            {
                return true;
            }
        }

        plain = null;
        return false;
    }

    private static bool TryOpen(byte[] key, ReadOnlySpan<byte> kept, string place, [NotNullWhen(true)] out byte[]? plain)
    {
        try
        {
            plain = Sealing.Open(key, kept, place);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            plain = null; // another key's
            return false;
        }
    }
}
