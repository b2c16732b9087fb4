using System.Text.Json.Serialization;

namespace Atlas.Platforms.Threads;

/// <summary>What the code is traded for; its account id is a number here and is read from the profile instead.</summary>
internal sealed record ThreadsShortToken
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }
}

internal sealed record ThreadsLongToken
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("expires_in")]
    public long ExpiresIn { get; init; }
}

/// <summary>The code exchange has a shape of error of its own.</summary>
internal sealed record ThreadsTokenError
{
    [JsonPropertyName("error_type")]
    public string? Type { get; init; }

    [JsonPropertyName("code")]
    public int Code { get; init; }
}

internal sealed record ThreadsTokenFacts
{
    [JsonPropertyName("data")]
    public ThreadsTokenData? Data { get; init; }
}

internal sealed record ThreadsTokenData
{
    [JsonPropertyName("is_valid")]
    public bool? IsValid { get; init; }

    [JsonPropertyName("scopes")]
    public IReadOnlyList<string>? Scopes { get; init; }
}
