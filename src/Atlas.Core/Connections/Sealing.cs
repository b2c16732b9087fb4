using System.Security.Cryptography;
using System.Text;

namespace Atlas.Core.Connections;

/// <summary>Encrypts what rows may not hold in the clear: AES-GCM, bound to the place where it lies.</summary>
internal static class Sealing
{
    public const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <param name="place">What the sealed bytes belong to: they open nowhere else.</param>
    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, string place)
    {
        var result = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = result.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            nonce,
            plain,
            result.AsSpan(NonceBytes + TagBytes),
            result.AsSpan(NonceBytes, TagBytes),
            Encoding.UTF8.GetBytes(place)
        );
        return result;
    }

    /// <exception cref="AuthenticationTagMismatchException">It was sealed by another key, or for another place.</exception>
    public static byte[] Open(byte[] key, ReadOnlySpan<byte> kept, string place)
    {
        var plain = new byte[kept.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            kept[..NonceBytes],
            kept[(NonceBytes + TagBytes)..],
            kept.Slice(NonceBytes, TagBytes),
            plain,
            Encoding.UTF8.GetBytes(place)
        );
        return plain;
    }
}
