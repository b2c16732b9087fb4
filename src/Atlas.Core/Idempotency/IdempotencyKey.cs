using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Atlas.Core.Idempotency;

/// <summary>
/// What a POST with an <c>Idempotency-Key</c> is known by: one that comes again gets the first one's answer. Kept answers are
/// sealed with the key and the caller's credential, neither of which is stored: some of them show a secret once.
/// </summary>
/// <param name="text">The header: 1 to 255 characters.</param>
/// <param name="fingerprint">Of method, path and body.</param>
/// <param name="credential">What the caller presented.</param>
public sealed class IdempotencyKey(string text, string fingerprint, string credential)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public string Fingerprint => fingerprint;

    public static string FingerprintOf(string method, string path, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{method} {path}\n"));
        hash.AppendData(body);
        return Base64Url.EncodeToString(hash.GetHashAndReset());
    }

    internal byte[] Seal(ReadOnlySpan<byte> body)
    {
        var result = new byte[NonceBytes + TagBytes + body.Length];
        var nonce = result.AsSpan(0, NonceBytes);
        var tag = result.AsSpan(NonceBytes, TagBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(SealingKey(), TagBytes);
        aes.Encrypt(nonce, body, result.AsSpan(NonceBytes + TagBytes), tag);
        return result;
    }

    /// <returns>Null where another credential sealed it.</returns>
    internal byte[]? Open(ReadOnlySpan<byte> kept)
    {
        var body = new byte[kept.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(SealingKey(), TagBytes);
        try
        {
            aes.Decrypt(kept[..NonceBytes], kept[(NonceBytes + TagBytes)..], kept.Slice(NonceBytes, TagBytes), body);
            return body;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private byte[] SealingKey() =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Encoding.UTF8.GetBytes(credential),
            32,
            Encoding.UTF8.GetBytes(text),
            "atlas kept answer"u8.ToArray()
        );
}
