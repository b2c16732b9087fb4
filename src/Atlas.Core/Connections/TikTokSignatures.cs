using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Atlas.Core.Connections;

/// <summary>
/// How TikTok signs its webhooks: <c>TikTok-Signature: t=…,s=…</c> over the moment and the raw bytes.
/// https://developers.tiktok.com/doc/webhooks-verification
/// </summary>
public static class TikTokSignatures
{
    /// <summary>An older delivery may be a copy that somebody sends again. A retry is signed anew.</summary>
    public static TimeSpan Tolerance { get; } = TimeSpan.FromMinutes(5);

    public static bool IsValid(ReadOnlySpan<byte> body, string? header, string secret, DateTimeOffset now)
    {
        if (
            Read(header) is not var (moment, signature)
            || !long.TryParse(moment, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > 253_402_300_799 // the last second that a date can say
            || (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > Tolerance
            || signature.Length != 2 * HMACSHA256.HashSizeInBytes
        )
        {
            return false;
        }

        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return Convert.FromHexString(signature, given, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(Hash(body, moment, secret), given);
    }

    /// <summary>The header that TikTok would send with these bytes.</summary>
    public static string Sign(ReadOnlySpan<byte> body, string secret, DateTimeOffset now)
    {
        var moment = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={moment},s={Convert.ToHexStringLower(Hash(body, moment, secret))}";
    }

    private static byte[] Hash(ReadOnlySpan<byte> body, string moment, string secret) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.ASCII.GetBytes($"{moment}."), .. body]);

    private static (string Moment, string Signature)? Read(string? header)
    {
        var parts = (header ?? "").Split(',', StringSplitOptions.TrimEntries);
        return
            parts.FirstOrDefault(part => part.StartsWith("t=", StringComparison.Ordinal)) is { } moment
            && parts.FirstOrDefault(part => part.StartsWith("s=", StringComparison.Ordinal)) is { } signature
            ? (moment[2..], signature[2..])
            : null;
    }
}
