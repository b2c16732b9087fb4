using System.Text.Json.Serialization;

namespace Atlas.Platforms.Facebook;

internal sealed record FacebookToken
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    /// <summary>Seconds; missing for a token that does not end.</summary>
    [JsonPropertyName("expires_in")]
    public long? ExpiresIn { get; init; }
}

internal sealed record FacebookPermission
{
    [JsonPropertyName("permission")]
    public string? Name { get; init; }

    /// <summary><c>granted</c>, <c>declined</c> or <c>expired</c>.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }
}

internal sealed record FacebookPage
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("username")]
    public string? Username { get; init; }

    [JsonPropertyName("category")]
    public string? Category { get; init; }

    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    /// <summary>What the person may do there; missing in lists of a business.</summary>
    [JsonPropertyName("tasks")]
    public IReadOnlyList<string>? Tasks { get; init; }

    [JsonPropertyName("picture")]
    public FacebookPicture? Picture { get; init; }

    [JsonPropertyName("instagram_business_account")]
    public FacebookInstagramAccount? Instagram { get; init; }
}

internal sealed record FacebookInstagramAccount
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("username")]
    public string? Username { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("profile_picture_url")]
    public string? PictureUrl { get; init; }
}

internal sealed record FacebookPicture
{
    [JsonPropertyName("data")]
    public FacebookPictureData? Data { get; init; }
}

internal sealed record FacebookPictureData
{
    [JsonPropertyName("url")]
    public string? Url { get; init; }
}

internal sealed record FacebookBusiness
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }
}

internal sealed record FacebookAdAccount
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("currency")]
    public string? Currency { get; init; }

    [JsonPropertyName("account_status")]
    public int? Status { get; init; }
}

internal sealed record FacebookSubscription
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>As Instagram Login names the app's id.</summary>
    [JsonPropertyName("app_id")]
    public string? AppId { get; init; }

    [JsonPropertyName("subscribed_fields")]
    public IReadOnlyList<string>? Fields { get; init; }
}
