using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atlas.Platforms.Instagram;

/// <summary>What a code or a token is traded for.</summary>
internal sealed record InstagramToken
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    /// <summary>Seconds; a code's first token has none.</summary>
    [JsonPropertyName("expires_in")]
    public long? ExpiresIn { get; init; }

    /// <summary>A list, or a text with commas.</summary>
    [JsonPropertyName("permissions")]
    public JsonElement Permissions { get; init; }

    [JsonIgnore]
    public IReadOnlyList<string>? Scopes =>
        Permissions.ValueKind switch
        {
            JsonValueKind.Array => [.. Permissions.EnumerateArray().Select(item => item.ToString())],
            JsonValueKind.String => Permissions
                .GetString()!
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            _ => null,
        };
}

/// <summary>The same as the documentation shows it; in the field it comes without the list.</summary>
internal sealed record InstagramTokenList
{
    [JsonPropertyName("data")]
    public IReadOnlyList<InstagramToken>? Data { get; init; }
}

/// <summary>The code exchange has a shape of error of its own.</summary>
internal sealed record InstagramTokenError
{
    [JsonPropertyName("error_type")]
    public string? Type { get; init; }

    [JsonPropertyName("code")]
    public int Code { get; init; }

    [JsonPropertyName("error_message")]
    public string? Message { get; init; }
}

internal sealed record InstagramSubscription
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("app_id")]
    public string? AppId { get; init; }

    [JsonPropertyName("subscribed_fields")]
    public IReadOnlyList<string>? Fields { get; init; }
}
