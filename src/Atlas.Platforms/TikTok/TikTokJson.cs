using System.Text.Json.Serialization;

namespace Atlas.Platforms.TikTok;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TikTokCursor))]
[JsonSerializable(typeof(TikTokErrorEnvelope))]
[JsonSerializable(typeof(TikTokEnvelope<TikTokCreator>))]
[JsonSerializable(typeof(TikTokEnvelope<TikTokShare>))]
[JsonSerializable(typeof(TikTokEnvelope<TikTokStatus>))]
[JsonSerializable(typeof(TikTokEnvelope<TikTokVideos>))]
[JsonSerializable(typeof(TikTokEnvelope<TikTokUserData>))]
[JsonSerializable(typeof(TikTokTokens))]
[JsonSerializable(typeof(TikTokInit))]
[JsonSerializable(typeof(TikTokPublishId))]
[JsonSerializable(typeof(TikTokListRequest))]
[JsonSerializable(typeof(TikTokQueryRequest))]
internal sealed partial class TikTokJson : JsonSerializerContext;

internal sealed record TikTokEnvelope<T>
{
    [JsonPropertyName("data")]
    public T? Data { get; init; }
}

/// <summary>Read apart from the data: whether an error has data, and of what shape, is documented nowhere.</summary>
internal sealed record TikTokErrorEnvelope
{
    [JsonPropertyName("error")]
    public TikTokErrorBody? Error { get; init; }
}

internal sealed record TikTokErrorBody
{
    [JsonPropertyName("code")]
    public string? Code { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("log_id")]
    public string? LogId { get; init; }
}

internal sealed record TikTokCreator
{
    [JsonPropertyName("creator_username")]
    public string? Username { get; init; }

    [JsonPropertyName("creator_nickname")]
    public string? Nickname { get; init; }

    [JsonPropertyName("privacy_level_options")]
    public IReadOnlyList<string>? PrivacyLevels { get; init; }

    [JsonPropertyName("comment_disabled")]
    public bool CommentDisabled { get; init; }

    [JsonPropertyName("duet_disabled")]
    public bool DuetDisabled { get; init; }

    [JsonPropertyName("stitch_disabled")]
    public bool StitchDisabled { get; init; }

    [JsonPropertyName("max_video_post_duration_sec")]
    public int? LongestVideoSeconds { get; init; }
}

/// <summary>What an init call opens.</summary>
internal sealed record TikTokShare
{
    [JsonPropertyName("publish_id")]
    public string? PublishId { get; init; }

    /// <summary>Takes bytes from whoever has it, for an hour: a secret.</summary>
    [JsonPropertyName("upload_url")]
    public string? UploadUrl { get; init; }
}

internal sealed record TikTokStatus
{
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    [JsonPropertyName("fail_reason")]
    public string? FailReason { get; init; }

    /// <summary>TikTok's own spelling. Documented as numbers, seen as texts too.</summary>
    [JsonPropertyName("publicaly_available_post_id")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public IReadOnlyList<long>? PostIds { get; init; }

    [JsonPropertyName("uploaded_bytes")]
    public long? UploadedBytes { get; init; }
}

internal sealed record TikTokVideos
{
    [JsonPropertyName("videos")]
    public IReadOnlyList<TikTokVideo>? Videos { get; init; }

    [JsonPropertyName("cursor")]
    public long? Cursor { get; init; }

    [JsonPropertyName("has_more")]
    public bool HasMore { get; init; }
}

internal sealed record TikTokVideo
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("create_time")]
    public long CreateTime { get; init; }

    [JsonPropertyName("title")]
    public string? Title { get; init; }

    [JsonPropertyName("video_description")]
    public string? Description { get; init; }

    [JsonPropertyName("share_url")]
    public string? ShareUrl { get; init; }
}

internal sealed record TikTokUserData
{
    [JsonPropertyName("user")]
    public TikTokUser? User { get; init; }
}

internal sealed record TikTokUser
{
    [JsonPropertyName("open_id")]
    public string? OpenId { get; init; }

    [JsonPropertyName("display_name")]
    public string? DisplayName { get; init; }

    [JsonPropertyName("username")]
    public string? Username { get; init; }

    [JsonPropertyName("avatar_url")]
    public string? AvatarUrl { get; init; }
}

/// <summary>The token endpoint's answer, which has no envelope: tokens or an error.</summary>
internal sealed record TikTokTokens
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("expires_in")]
    public long? ExpiresIn { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("refresh_expires_in")]
    public long? RefreshExpiresIn { get; init; }

    [JsonPropertyName("scope")]
    public string? Scope { get; init; }

    [JsonPropertyName("open_id")]
    public string? OpenId { get; init; }

    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("log_id")]
    public string? LogId { get; init; }
}
