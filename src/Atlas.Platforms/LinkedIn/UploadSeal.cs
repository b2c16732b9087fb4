using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atlas.Core.Channels;

namespace Atlas.Platforms.LinkedIn;

/// <summary>
/// Keeps upload addresses in a cursor. LinkedIn takes the parts of a video from whoever knows their addresses, so these are
/// sealed with a key made from the access token: whoever can open them could upload anyway.
/// </summary>
internal static class UploadSeal
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    public static string Close(IReadOnlyList<string> addresses, Secret token)
    {
        var plain = Compress(JsonSerializer.SerializeToUtf8Bytes(addresses, LinkedInJson.Default.IReadOnlyListString));
        var closed = new byte[NonceSize + plain.Length + TagSize];
        var nonce = closed.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(Key(token), TagSize);
        aes.Encrypt(nonce, plain, closed.AsSpan(NonceSize, plain.Length), closed.AsSpan(NonceSize + plain.Length));
        return Convert.ToBase64String(closed);
    }

    /// <summary>Null where the token has been renewed since: the upload starts again.</summary>
    public static IReadOnlyList<string>? Open(string sealedText, Secret token)
    {
        var closed = Convert.FromBase64String(sealedText);
        var plain = new byte[closed.Length - NonceSize - TagSize];
        try
        {
            using var aes = new AesGcm(Key(token), TagSize);
            aes.Decrypt(
                closed.AsSpan(0, NonceSize),
                closed.AsSpan(NonceSize, plain.Length),
                closed.AsSpan(NonceSize + plain.Length),
                plain
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        using var content = new BrotliStream(new MemoryStream(plain), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(content, LinkedInJson.Default.IReadOnlyListString);
    }

    private static byte[] Key(Secret token) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(token.Reveal()), 32, info: "linkedin upload"u8.ToArray());

    private static byte[] Compress(byte[] plain)
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write(plain);
        }

        return target.ToArray();
    }
}
