using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>What a signed upload address allows: one file, of bounded size, until a time.</summary>
public sealed record UploadTicket(
    Id<Workspace> WorkspaceId,
    Id<MediaAsset> MediaId,
    string FileName,
    string? ContentType,
    string? AltText,
    long MaxBytes,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<string>? Tags = null,
    MediaRetention Retention = MediaRetention.Library,
    bool Copy = false,
    string? Sha256 = null,
    bool Resumable = false
)
{
    /// <param name="contentType">As the sender declares it now, where the ticket has none.</param>
    public MediaDetails DetailsWith(string? contentType) =>
        new()
        {
            FileName = FileName,
            ContentType = ContentType ?? contentType,
            AltText = AltText,
            Tags = Tags ?? [],
            Retention = Retention,
            Copy = Copy,
            Sha256 = Sha256,
        };

    public string Sign(byte[] key)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Default.UploadTicket);
        var signed = new byte[HMACSHA256.HashSizeInBytes + payload.Length];
        HMACSHA256.HashData(key, payload, signed);
        payload.CopyTo(signed, HMACSHA256.HashSizeInBytes);
        return Base64Url.EncodeToString(signed);
    }

    /// <returns>Null for a token that this deployment has not made.</returns>
    public static UploadTicket? Read(byte[] key, string token)
    {
        if (!Base64Url.IsValid(token))
        {
            return null;
        }

        var signed = Base64Url.DecodeFromChars(token);
        if (signed.Length <= HMACSHA256.HashSizeInBytes)
        {
            return null;
        }

        var payload = signed.AsSpan(HMACSHA256.HashSizeInBytes);
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, payload, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signed.AsSpan(0, HMACSHA256.HashSizeInBytes))
            ? JsonSerializer.Deserialize(payload, ApiJson.Default.UploadTicket)
            : null;
    }
}
