using System.Text.Json.Serialization;

namespace Atlas.Platforms.YouTube;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(VideoResource))]
[JsonSerializable(typeof(ItemList<VideoResource>))]
[JsonSerializable(typeof(ItemList<ChannelResource>))]
[JsonSerializable(typeof(PlaylistItemResource))]
[JsonSerializable(typeof(ItemList<PlaylistItemResource>))]
[JsonSerializable(typeof(CaptionResource))]
[JsonSerializable(typeof(ItemList<CaptionResource>))]
[JsonSerializable(typeof(ThreadResource))]
[JsonSerializable(typeof(ItemList<ThreadResource>))]
[JsonSerializable(typeof(ItemList<ThumbnailSet>))]
[JsonSerializable(typeof(GoogleErrorBody))]
[JsonSerializable(typeof(TokenBody))]
internal sealed partial class YouTubeJson : JsonSerializerContext;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(YouTubeCursor))]
internal sealed partial class YouTubeCursorJson : JsonSerializerContext;

internal sealed record ItemList<T>
{
    public IReadOnlyList<T>? Items { get; init; }

    public string? NextPageToken { get; init; }
}

/// <summary>A video as it is sent and as it is read; a part that is sent replaces all of its fields.</summary>
internal sealed record VideoResource
{
    public string? Id { get; init; }

    public VideoSnippet? Snippet { get; init; }

    public VideoStatus? Status { get; init; }

    public RecordingDetails? RecordingDetails { get; init; }

    public PaidPlacement? PaidProductPlacementDetails { get; init; }
}

internal sealed record VideoSnippet
{
    public string? Title { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public string? CategoryId { get; init; }

    public string? DefaultLanguage { get; init; }

    public string? DefaultAudioLanguage { get; init; }

    /// <summary>Read only: when it was made public, or uploaded while it is private.</summary>
    public DateTimeOffset? PublishedAt { get; init; }
}

internal sealed record VideoStatus
{
    public string? PrivacyStatus { get; init; }

    public DateTimeOffset? PublishAt { get; init; }

    public bool? SelfDeclaredMadeForKids { get; init; }

    public string? License { get; init; }

    public bool? Embeddable { get; init; }

    public bool? PublicStatsViewable { get; init; }

    public bool? ContainsSyntheticMedia { get; init; }

    /// <summary>Read only, as the next two.</summary>
    public string? UploadStatus { get; init; }

    public string? FailureReason { get; init; }

    public string? RejectionReason { get; init; }
}

internal sealed record RecordingDetails(DateTimeOffset? RecordingDate);

internal sealed record PaidPlacement(bool? HasPaidProductPlacement);

internal sealed record ChannelResource
{
    public string? Id { get; init; }

    public ChannelSnippet? Snippet { get; init; }

    public ChannelStatus? Status { get; init; }

    public ChannelContents? ContentDetails { get; init; }
}

internal sealed record ChannelSnippet
{
    public string? Title { get; init; }

    /// <summary>The handle, with its @.</summary>
    public string? CustomUrl { get; init; }

    public ThumbnailSet? Thumbnails { get; init; }
}

internal sealed record ThumbnailSet
{
    public Thumbnail? Default { get; init; }

    public Thumbnail? Medium { get; init; }
}

internal sealed record Thumbnail(string? Url);

internal sealed record ChannelStatus
{
    /// <summary><c>allowed</c> after the channel's phone number was verified.</summary>
    public string? LongUploadsStatus { get; init; }
}

internal sealed record ChannelContents(RelatedPlaylists? RelatedPlaylists);

internal sealed record RelatedPlaylists(string? Uploads);

internal sealed record PlaylistItemResource
{
    public string? Id { get; init; }

    public PlaylistItemSnippet? Snippet { get; init; }
}

internal sealed record PlaylistItemSnippet
{
    public string? PlaylistId { get; init; }

    public ResourceId? ResourceId { get; init; }

    public string? Title { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }
}

internal sealed record ResourceId(string Kind, string? VideoId);

internal sealed record CaptionResource
{
    public string? Id { get; init; }

    public CaptionSnippet? Snippet { get; init; }
}

internal sealed record CaptionSnippet
{
    public string? VideoId { get; init; }

    public string? Language { get; init; }

    public string? Name { get; init; }

    public bool? IsDraft { get; init; }

    public DateTimeOffset? LastUpdated { get; init; }
}

internal sealed record ThreadResource
{
    public string? Id { get; init; }

    public ThreadSnippet? Snippet { get; init; }
}

internal sealed record ThreadSnippet
{
    public string? ChannelId { get; init; }

    public string? VideoId { get; init; }

    public CommentResource? TopLevelComment { get; init; }
}

internal sealed record CommentResource
{
    public string? Id { get; init; }

    public CommentSnippet? Snippet { get; init; }
}

internal sealed record CommentSnippet
{
    public string? TextOriginal { get; init; }

    public AuthorChannel? AuthorChannelId { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }
}

internal sealed record AuthorChannel(string? Value);

internal sealed record GoogleErrorBody
{
    public GoogleError? Error { get; init; }
}

internal sealed record GoogleError
{
    public int Code { get; init; }

    public string? Message { get; init; }

    public string? Status { get; init; }

    public IReadOnlyList<GoogleErrorDetail>? Errors { get; init; }
}

internal sealed record GoogleErrorDetail
{
    public string? Domain { get; init; }

    public string? Reason { get; init; }
}

/// <summary>What the token endpoint answers, success or not.</summary>
internal sealed record TokenBody
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("expires_in")]
    public long? ExpiresIn { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }

    /// <summary>Where the person consented for a time only, or the Google project is in testing.</summary>
    [JsonPropertyName("refresh_token_expires_in")]
    public long? RefreshExpiresIn { get; init; }

    [JsonPropertyName("scope")]
    public string? Scope { get; init; }

    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("error_description")]
    public string? ErrorDescription { get; init; }
}
