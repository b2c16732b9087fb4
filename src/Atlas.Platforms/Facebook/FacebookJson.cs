using System.Text.Json.Serialization;

namespace Atlas.Platforms.Facebook;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(FacebookCursor))]
[JsonSerializable(typeof(FacebookStarted))]
[JsonSerializable(typeof(FacebookPart))]
[JsonSerializable(typeof(FacebookPublished))]
[JsonSerializable(typeof(FacebookTexts))]
[JsonSerializable(typeof(FacebookVideo))]
[JsonSerializable(typeof(FacebookPost))]
[JsonSerializable(typeof(FacebookUploadFailure))]
[JsonSerializable(typeof(FacebookList<FacebookPost>))]
[JsonSerializable(typeof(FacebookList<FacebookStory>))]
[JsonSerializable(typeof(FacebookList<FacebookComment>))]
[JsonSerializable(typeof(FacebookList<FacebookPage>))]
[JsonSerializable(typeof(FacebookList<FacebookBusiness>))]
[JsonSerializable(typeof(FacebookList<FacebookPermission>))]
[JsonSerializable(typeof(FacebookList<FacebookAdAccount>))]
[JsonSerializable(typeof(FacebookList<FacebookSubscription>))]
[JsonSerializable(typeof(FacebookPage))]
[JsonSerializable(typeof(FacebookToken))]
internal sealed partial class FacebookJson : JsonSerializerContext;

/// <summary>Answer of a start phase. A feed video has a session and a range, a reel or story an address.</summary>
internal sealed record FacebookStarted
{
    [JsonPropertyName("video_id")]
    public string? VideoId { get; init; }

    [JsonPropertyName("upload_url")]
    public string? UploadUrl { get; init; }

    [JsonPropertyName("upload_session_id")]
    public string? SessionId { get; init; }

    [JsonPropertyName("start_offset")]
    public string? StartOffset { get; init; }

    [JsonPropertyName("end_offset")]
    public string? EndOffset { get; init; }
}

/// <summary>The range that is wanted next; empty when all has arrived.</summary>
internal sealed record FacebookPart
{
    [JsonPropertyName("start_offset")]
    public string? StartOffset { get; init; }

    [JsonPropertyName("end_offset")]
    public string? EndOffset { get; init; }
}

/// <summary>Answer of a finish phase, of a photo or of a change.</summary>
internal sealed record FacebookPublished
{
    [JsonPropertyName("success")]
    public bool? Success { get; init; }

    [JsonPropertyName("post_id")]
    public string? PostId { get; init; }
}

/// <summary>What followers read of a post, or of a video, which names it otherwise.</summary>
internal sealed record FacebookTexts
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("description")]
    public string? Description { get; init; }

    [JsonPropertyName("title")]
    public string? Title { get; init; }
}

internal sealed record FacebookVideo
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("status")]
    public FacebookVideoStatus? Status { get; init; }

    [JsonPropertyName("published")]
    public bool? Published { get; init; }

    [JsonPropertyName("permalink_url")]
    public string? Permalink { get; init; }

    [JsonPropertyName("post_id")]
    public string? PostId { get; init; }
}

internal sealed record FacebookVideoStatus
{
    [JsonPropertyName("video_status")]
    public string? VideoStatus { get; init; }

    [JsonPropertyName("uploading_phase")]
    public FacebookVideoPhase? Uploading { get; init; }

    [JsonPropertyName("processing_phase")]
    public FacebookVideoPhase? Processing { get; init; }

    [JsonPropertyName("publishing_phase")]
    public FacebookVideoPhase? Publishing { get; init; }
}

internal sealed record FacebookVideoPhase
{
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    [JsonPropertyName("bytes_transferred")]
    public long? BytesTransferred { get; init; }

    /// <summary>As older answers spell it.</summary>
    [JsonPropertyName("bytes_transfered")]
    public long? BytesTransfered { get; init; }

    [JsonPropertyName("publish_status")]
    public string? PublishStatus { get; init; }

    [JsonPropertyName("publish_time")]
    public long? PublishTime { get; init; }

    [JsonPropertyName("errors")]
    public IReadOnlyList<FacebookPhaseError>? Errors { get; init; }

    /// <summary>As older answers have it.</summary>
    [JsonPropertyName("error")]
    public FacebookPhaseError? OlderError { get; init; }

    [JsonIgnore]
    public FacebookPhaseError? Error => Errors is [var first, ..] ? first : OlderError;
}

internal sealed record FacebookPhaseError
{
    [JsonPropertyName("code")]
    public int Code { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }
}

internal sealed record FacebookPost
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("created_time")]
    public string? CreatedTime { get; init; }

    [JsonPropertyName("permalink_url")]
    public string? Permalink { get; init; }

    [JsonPropertyName("attachments")]
    public FacebookList<FacebookAttachment>? Attachments { get; init; }
}

internal sealed record FacebookAttachment
{
    [JsonPropertyName("target")]
    public FacebookTarget? Target { get; init; }

    [JsonPropertyName("subattachments")]
    public FacebookList<FacebookAttachment>? Parts { get; init; }
}

internal sealed record FacebookTarget
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }
}

internal sealed record FacebookStory
{
    [JsonPropertyName("post_id")]
    public string? PostId { get; init; }

    [JsonPropertyName("media_id")]
    public string? MediaId { get; init; }

    /// <summary>Seconds since 1970, which the network writes as text.</summary>
    [JsonPropertyName("creation_time")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long CreatedAt { get; init; }

    [JsonPropertyName("url")]
    public string? Url { get; init; }
}

internal sealed record FacebookComment
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("from")]
    public FacebookTarget? From { get; init; }

    [JsonPropertyName("created_time")]
    public string? CreatedTime { get; init; }
}

internal sealed record FacebookUploadFailure
{
    [JsonPropertyName("debug_info")]
    public FacebookUploadDebug? Debug { get; init; }
}

internal sealed record FacebookUploadDebug
{
    [JsonPropertyName("retriable")]
    public bool Retriable { get; init; }

    [JsonPropertyName("type")]
    public string? Type { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }
}

internal sealed record FacebookList<T>
{
    [JsonPropertyName("data")]
    public IReadOnlyList<T>? Data { get; init; }

    [JsonPropertyName("paging")]
    public FacebookPaging? Paging { get; init; }

    [JsonIgnore]
    public string? After => Paging?.Next is null ? null : Paging.Cursors?.After;
}

internal sealed record FacebookPaging
{
    [JsonPropertyName("cursors")]
    public FacebookCursors? Cursors { get; init; }

    /// <summary>Its absence is the end; its address is not used, since it lacks the token that came as a header.</summary>
    [JsonPropertyName("next")]
    public string? Next { get; init; }
}

internal sealed record FacebookCursors
{
    [JsonPropertyName("after")]
    public string? After { get; init; }
}
