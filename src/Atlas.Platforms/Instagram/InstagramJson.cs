using System.Text.Json.Serialization;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Instagram;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(InstagramCursor))]
[JsonSerializable(typeof(ContainerStatus))]
[JsonSerializable(typeof(ContainerMade))]
[JsonSerializable(typeof(ContainerUpload))]
[JsonSerializable(typeof(UploadFailure))]
[JsonSerializable(typeof(InstagramMedia))]
[JsonSerializable(typeof(InstagramPage<InstagramMedia>))]
[JsonSerializable(typeof(InstagramPage<InstagramComment>))]
[JsonSerializable(typeof(InstagramPage<PublishingLimit>))]
[JsonSerializable(typeof(InstagramProfile))]
[JsonSerializable(typeof(InstagramDone))]
[JsonSerializable(typeof(InstagramToken))]
[JsonSerializable(typeof(InstagramTokenList))]
[JsonSerializable(typeof(InstagramTokenError))]
[JsonSerializable(typeof(InstagramPage<InstagramSubscription>))]
internal sealed partial class InstagramJson : JsonSerializerContext;

internal sealed record ContainerStatus
{
    [JsonPropertyName("status_code")]
    public string? Code { get; init; }

    /// <summary>For a failed container a sentence that holds the subcode.</summary>
    [JsonPropertyName("status")]
    public string? Text { get; init; }
}

internal sealed record ContainerMade
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>Where the bytes go, of a container that waits for them.</summary>
    [JsonPropertyName("uri")]
    public string? UploadUrl { get; init; }
}

internal sealed record ContainerUpload
{
    [JsonPropertyName("video_status")]
    public ContainerVideo? Video { get; init; }
}

internal sealed record ContainerVideo
{
    [JsonPropertyName("uploading_phase")]
    public ContainerUploading? Uploading { get; init; }
}

internal sealed record ContainerUploading
{
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    [JsonPropertyName("bytes_transferred")]
    public long? BytesTransferred { get; init; }
}

/// <summary>The upload host's own words.</summary>
internal sealed record UploadFailure
{
    [JsonPropertyName("debug_info")]
    public UploadFailureInfo? Info { get; init; }
}

internal sealed record UploadFailureInfo
{
    [JsonPropertyName("retriable")]
    public bool Retriable { get; init; }

    [JsonPropertyName("type")]
    public string? Type { get; init; }
}

internal sealed record InstagramMedia
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("caption")]
    public string? Caption { get; init; }

    [JsonPropertyName("media_type")]
    public string? MediaType { get; init; }

    [JsonPropertyName("media_product_type")]
    public string? ProductType { get; init; }

    [JsonPropertyName("permalink")]
    public string? Permalink { get; init; }

    [JsonPropertyName("timestamp")]
    public string? Timestamp { get; init; }
}

internal sealed record InstagramComment
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("text")]
    public string? Text { get; init; }

    [JsonPropertyName("username")]
    public string? Username { get; init; }

    [JsonPropertyName("timestamp")]
    public string? Timestamp { get; init; }
}

internal sealed record InstagramPage<T>
{
    [JsonPropertyName("data")]
    public IReadOnlyList<T>? Data { get; init; }

    [JsonPropertyName("paging")]
    public InstagramPaging? Paging { get; init; }
}

internal sealed record InstagramPaging
{
    [JsonPropertyName("cursors")]
    public InstagramCursors? Cursors { get; init; }

    /// <summary>Its absence is the end; its address is not used, since it may hold another token's parameters.</summary>
    [JsonPropertyName("next")]
    public string? Next { get; init; }
}

internal sealed record InstagramCursors
{
    [JsonPropertyName("after")]
    public string? After { get; init; }
}

internal sealed record PublishingLimit
{
    public static PublishingLimit? Of(GraphAnswer answer) =>
        answer.Read(InstagramJson.Default.InstagramPagePublishingLimit)?.Data is [var first, ..] ? first : null;

    [JsonPropertyName("quota_usage")]
    public int Usage { get; init; }

    [JsonPropertyName("config")]
    public PublishingLimitConfig? Config { get; init; }
}

internal sealed record PublishingLimitConfig
{
    [JsonPropertyName("quota_total")]
    public int Total { get; init; }
}

internal sealed record InstagramProfile
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>Instagram Login only: the professional account's id, which paths and webhooks use.</summary>
    [JsonPropertyName("user_id")]
    public string? UserId { get; init; }

    [JsonPropertyName("username")]
    public string? Username { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("account_type")]
    public string? AccountType { get; init; }

    [JsonPropertyName("profile_picture_url")]
    public string? PictureUrl { get; init; }

    /// <summary>Where the token is a Page's and the answer is the Page.</summary>
    [JsonPropertyName("instagram_business_account")]
    public InstagramProfile? BusinessAccount { get; init; }
}
