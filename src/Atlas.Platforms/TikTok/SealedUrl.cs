using System.Security.Cryptography;
using System.Text;
using Atlas.Core.Channels;

namespace Atlas.Platforms.TikTok;

/// <summary>
/// Keeps an upload address in the cursor. Whoever has the address may upload for an hour, so it is encrypted with a key that is
/// made from the channel's token: rows alone do not open it. After a refresh of the token a new upload is begun.
/// </summary>
internal static class SealedUrl
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static string Seal(string url, Secret token)
    {
        var text = Encoding.UTF8.GetBytes(url);
        var result = new byte[NonceBytes + TagBytes + text.Length];
        var nonce = result.AsSpan(0, NonceBytes);
        var tag = result.AsSpan(NonceBytes, TagBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(Key(token), TagBytes);
        cipher.Encrypt(nonce, text, result.AsSpan(NonceBytes + TagBytes), tag);
        return Convert.ToBase64String(result);
    }

    /// <summary>Null where it was sealed with another token.</summary>
    public static string? Open(string @sealed, Secret token)
    {
        var bytes = Convert.FromBase64String(@sealed);
        var text = new byte[bytes.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(Key(token), TagBytes);
        try
        {
            cipher.Decrypt(
                bytes.AsSpan(0, NonceBytes),
                bytes.AsSpan(NonceBytes + TagBytes),
                bytes.AsSpan(NonceBytes, TagBytes),
                text
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(text);
    }

    private static byte[] Key(Secret token) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Encoding.UTF8.GetBytes(token.Reveal()),
            32,
            info: "tiktok upload url"u8.ToArray()
        );
}
