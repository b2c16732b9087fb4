using System.Text.Json.Serialization;

namespace Atlas.Platforms.Threads;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ThreadsCursor))]
[JsonSerializable(typeof(ThreadsContainer))]
[JsonSerializable(typeof(ThreadsPost))]
[JsonSerializable(typeof(ThreadsPage<ThreadsPost>))]
[JsonSerializable(typeof(ThreadsPage<ThreadsLimits>))]
[JsonSerializable(typeof(ThreadsProfile))]
[JsonSerializable(typeof(ThreadsDeletion))]
[JsonSerializable(typeof(ThreadsShortToken))]
[JsonSerializable(typeof(ThreadsLongToken))]
[JsonSerializable(typeof(ThreadsTokenError))]
[JsonSerializable(typeof(ThreadsTokenFacts))]
internal sealed partial class ThreadsJson : JsonSerializerContext;

internal sealed record ThreadsContainer
{
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    /// <summary>A name out of a closed list.</summary>
    [JsonPropertyName("error_message")]
    public string? Error { get; init; }
}

internal sealed record ThreadsPost
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>A text comes back as <c>TEXT_POST</c>, a carousel as <c>CAROUSEL_ALBUM</c>.</summary>
    [JsonPropertyName("media_type")]
    public string? MediaType { get; init; }

    [JsonPropertyName("permalink")]
    public string? Permalink { get; init; }

    [JsonPropertyName("timestamp")]
    public string? Timestamp { get; init; }

    [JsonPropertyName("replied_to")]
    public ThreadsReference? RepliedTo { get; init; }
}

internal sealed record ThreadsReference
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }
}

internal sealed record ThreadsPage<T>
{
    [JsonPropertyName("data")]
    public IReadOnlyList<T>? Data { get; init; }

    [JsonPropertyName("paging")]
    public ThreadsPaging? Paging { get; init; }
}

internal sealed record ThreadsPaging
{
    [JsonPropertyName("cursors")]
    public ThreadsCursors? Cursors { get; init; }

    /// <summary>Its absence is the end; its address is not used, since it may hold a token.</summary>
    [JsonPropertyName("next")]
    public string? Next { get; init; }
}

internal sealed record ThreadsCursors
{
    [JsonPropertyName("after")]
    public string? After { get; init; }
}

internal sealed record ThreadsLimits
{
    [JsonPropertyName("quota_usage")]
    public int Posts { get; init; }

    [JsonPropertyName("config")]
    public ThreadsLimit? PostLimit { get; init; }

    [JsonPropertyName("reply_quota_usage")]
    public int Replies { get; init; }

    [JsonPropertyName("reply_config")]
    public ThreadsLimit? ReplyLimit { get; init; }
}

internal sealed record ThreadsLimit
{
    [JsonPropertyName("quota_total")]
    public int Total { get; init; }
}

internal sealed record ThreadsProfile
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("username")]
    public string? Username { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("threads_profile_picture_url")]
    public string? PictureUrl { get; init; }
}

internal sealed record ThreadsDeletion
{
    [JsonPropertyName("success")]
    public bool Success { get; init; }
}
