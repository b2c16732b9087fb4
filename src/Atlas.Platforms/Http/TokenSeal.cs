using System.Security.Cryptography;
using System.Text;
using Atlas.Core.Channels;

namespace Atlas.Platforms.Http;

/// <summary>
/// Keeps in a cursor what lets anybody upload who knows it, such as an upload address. It is sealed with a key made from the channel's
/// token: rows alone do not open it, and whoever can could upload anyway. After a refresh of the token the upload begins again.
/// </summary>
internal static class TokenSeal
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <param name="purpose">Parts the keys of different uses of one token.</param>
    public static string Close(ReadOnlySpan<byte> plain, Secret token, string purpose)
    {
        var closed = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = closed.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(Key(token, purpose), TagBytes);
        cipher.Encrypt(nonce, plain, closed.AsSpan(NonceBytes + TagBytes), closed.AsSpan(NonceBytes, TagBytes));
        return Convert.ToBase64String(closed);
    }

    /// <summary>Null where it was sealed with another token.</summary>
    public static byte[]? Open(string text, Secret token, string purpose)
    {
        var closed = Convert.FromBase64String(text);
        var plain = new byte[closed.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(Key(token, purpose), TagBytes);
        try
        {
            cipher.Decrypt(
                closed.AsSpan(0, NonceBytes),
                closed.AsSpan(NonceBytes + TagBytes),
                closed.AsSpan(NonceBytes, TagBytes),
                plain
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return plain;
    }

    private static byte[] Key(Secret token, string purpose) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Encoding.UTF8.GetBytes(token.Reveal()),
            32,
            info: Encoding.ASCII.GetBytes(purpose)
        );
}
