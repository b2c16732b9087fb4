using System.Buffers;
using System.Text;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Core.Connections;

/// <summary>
/// How a <see cref="TokenSet"/> is written into the vault and under a seal: versioned JSON, by hand, since secrets refuse every
/// other way of being written. What was stored before this format is the bare access token.
/// </summary>
internal static class StoredTokens
{
    private const int Version = 1;

    public static byte[] Write(TokenSet tokens)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, tokens);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static Secret ToSecret(TokenSet tokens) => new(Encoding.UTF8.GetString(Write(tokens)));

    public static void Write(Utf8JsonWriter json, TokenSet tokens)
    {
        json.WriteStartObject();
        json.WriteNumber("v", Version);
        json.WriteString("access", tokens.Access.Reveal());
        json.WriteString("issuedAt", tokens.IssuedAt);
        Write(json, "accessExpiresAt", tokens.AccessExpiresAt);
        Write(json, "refresh", tokens.Refresh);
        Write(json, "refreshExpiresAt", tokens.RefreshExpiresAt);
        Write(json, "owner", tokens.Owner);
        Write(json, "ownerExpiresAt", tokens.OwnerExpiresAt);
        json.WriteEndObject();
    }

    /// <param name="issuedAt">Of a bare token, which doesn't say.</param>
    public static TokenSet Read(Secret stored, DateTimeOffset issuedAt, DateTimeOffset? expiresAt)
    {
        var text = stored.Reveal();
        if (!text.StartsWith("{\"v\":", StringComparison.Ordinal))
        {
            return new TokenSet(stored, issuedAt, expiresAt);
        }

        using var document = JsonDocument.Parse(text);
        return Read(document.RootElement);
    }

    public static TokenSet Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    public static TokenSet Read(JsonElement json)
    {
        var version = json.GetProperty("v").GetInt32();
        return version == Version
            ? new TokenSet(
                new Secret(json.GetProperty("access").GetString()!),
                json.GetProperty("issuedAt").GetDateTimeOffset(),
                Time(json, "accessExpiresAt"),
                Text(json, "refresh"),
                Time(json, "refreshExpiresAt"),
                Text(json, "owner"),
                Time(json, "ownerExpiresAt")
            )
            : throw new JsonException($"Tokens of version {version} were written by a later release of this program.");
    }

    private static void Write(Utf8JsonWriter json, string name, Secret? secret)
    {
        if (secret is not null)
        {
            json.WriteString(name, secret.Reveal());
        }
    }

    private static void Write(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json.WriteString(name, known);
        }
    }

    private static Secret? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? new Secret(value.GetString()!) : null;

    private static DateTimeOffset? Time(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetDateTimeOffset() : null;
}
