using System.Text.Json.Serialization;

namespace Atlas.Platforms.Pinterest;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PinterestCursor))]
[JsonSerializable(typeof(NewPin))]
[JsonSerializable(typeof(Pin))]
[JsonSerializable(typeof(PinterestPage<Pin>))]
[JsonSerializable(typeof(PinterestPage<PinterestBoard>))]
[JsonSerializable(typeof(NewUpload))]
[JsonSerializable(typeof(PinterestUpload))]
[JsonSerializable(typeof(PinterestUser))]
[JsonSerializable(typeof(PinterestErrorBody))]
[JsonSerializable(typeof(PinterestTokens))]
internal sealed partial class PinterestJson : JsonSerializerContext;

/// <summary>The body of a new pin; without a source, of a change.</summary>
internal sealed record NewPin
{
    [JsonPropertyName("board_id")]
    public required string? BoardId { get; init; }

    [JsonPropertyName("board_section_id")]
    public string? SectionId { get; init; }

    [JsonPropertyName("title")]
    public string? Title { get; init; }

    [JsonPropertyName("description")]
    public string? Description { get; init; }

    [JsonPropertyName("link")]
    public string? Link { get; init; }

    [JsonPropertyName("alt_text")]
    public string? AltText { get; init; }

    [JsonPropertyName("media_source")]
    public PinSource? Source { get; init; }
}

internal sealed record PinSource
{
    [JsonPropertyName("source_type")]
    public required string Type { get; init; }

    [JsonPropertyName("url")]
    public string? Url { get; init; }

    [JsonPropertyName("items")]
    public IReadOnlyList<PinImage>? Items { get; init; }

    [JsonPropertyName("media_id")]
    public string? MediaId { get; init; }

    [JsonPropertyName("cover_image_url")]
    public string? CoverUrl { get; init; }

    [JsonPropertyName("cover_image_key_frame_time")]
    public int? CoverTime { get; init; }
}

internal sealed record PinImage([property: JsonPropertyName("url")] string Url);

internal sealed record Pin
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("created_at")]
    public string? CreatedAt { get; init; }

    [JsonPropertyName("title")]
    public string? Title { get; init; }

    [JsonPropertyName("description")]
    public string? Description { get; init; }

    [JsonPropertyName("link")]
    public string? Link { get; init; }

    [JsonPropertyName("alt_text")]
    public string? AltText { get; init; }

    [JsonPropertyName("board_id")]
    public string? BoardId { get; init; }

    [JsonPropertyName("media")]
    public PinMedia? Media { get; init; }
}

internal sealed record PinMedia([property: JsonPropertyName("media_type")] string? Type);

internal sealed record PinterestPage<T>
{
    [JsonPropertyName("items")]
    public IReadOnlyList<T>? Items { get; init; }

    /// <summary>Null on the last page.</summary>
    [JsonPropertyName("bookmark")]
    public string? Bookmark { get; init; }
}

internal sealed record PinterestBoard
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }
}

internal sealed record NewUpload([property: JsonPropertyName("media_type")] string Type);

/// <summary>A registered upload, or one that is worked on.</summary>
internal sealed record PinterestUpload
{
    [JsonPropertyName("media_id")]
    public string? MediaId { get; init; }

    [JsonPropertyName("upload_url")]
    public string? Url { get; init; }

    [JsonPropertyName("upload_parameters")]
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    [JsonPropertyName("status")]
    public string? Status { get; init; }
}

internal sealed record PinterestUser
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("username")]
    public string? Username { get; init; }

    [JsonPropertyName("business_name")]
    public string? BusinessName { get; init; }

    /// <summary><c>PINNER</c> or <c>BUSINESS</c>.</summary>
    [JsonPropertyName("account_type")]
    public string? Type { get; init; }

    [JsonPropertyName("profile_image")]
    public string? PictureUrl { get; init; }
}

internal sealed record PinterestErrorBody
{
    [JsonPropertyName("code")]
    public int? Code { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }
}

internal sealed record PinterestTokens
{
    [JsonPropertyName("access_token")]
    public string? Access { get; init; }

    [JsonPropertyName("expires_in")]
    public long ExpiresIn { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? Refresh { get; init; }

    [JsonPropertyName("refresh_token_expires_in")]
    public long RefreshExpiresIn { get; init; }

    [JsonPropertyName("scope")]
    public string? Scope { get; init; }
}
