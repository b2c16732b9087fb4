using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Atlas.Core.Connections;

/// <summary>
/// How Meta signs what it sends: webhooks by a header over the raw bytes, callbacks by a <c>signed_request</c>.
/// https://developers.facebook.com/docs/graph-api/webhooks/getting-started
/// </summary>
public static class MetaSignatures
{
    private const string Prefix = "sha256=";

    /// <param name="header">Of <c>X-Hub-Signature-256</c>.</param>
    public static bool IsValid(ReadOnlySpan<byte> body, string? header, string secret)
    {
        if (header is null || header.Length != Prefix.Length + 64 || !header.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body, expected);
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return Convert.FromHexString(header.AsSpan(Prefix.Length), given, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(expected, given);
    }

    /// <returns>Null where it is not one, or another secret signed it.</returns>
    public static SignedRequest? Read(string? text, string secret)
    {
        if (text?.Split('.') is not [var signature, var payload] || !Base64Url.IsValid(signature) || !Base64Url.IsValid(payload))
        {
            return null;
        }

        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(payload));
        if (!CryptographicOperations.FixedTimeEquals(expected, Base64Url.DecodeFromChars(signature)))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            var root = json.RootElement;
            return
                root.ValueKind == JsonValueKind.Object
                && string.Equals(Text(root, "algorithm"), "HMAC-SHA256", StringComparison.OrdinalIgnoreCase)
                && Text(root, "user_id") is { Length: > 0 } user
                ? new SignedRequest(user, Text(root, "issued_at") ?? "")
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Ids come as text or as numbers.</summary>
    private static string? Text(JsonElement root, string name) =>
        !root.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.GetRawText();
}

/// <param name="UserId">The person's id for the app that signed.</param>
public sealed record SignedRequest(string UserId, string IssuedAt);
