using System.Text.Json.Serialization;

namespace Atlas.Platforms.TikTok;

/// <summary>The body of all init calls. An inbox video has no <see cref="PostInfo"/>, only photos have type and mode.</summary>
internal sealed record TikTokInit
{
    [JsonPropertyName("media_type")]
    public string? MediaType { get; init; }

    [JsonPropertyName("post_mode")]
    public string? PostMode { get; init; }

    [JsonPropertyName("post_info")]
    public TikTokPostInfo? PostInfo { get; init; }

    [JsonPropertyName("source_info")]
    public required TikTokSourceInfo SourceInfo { get; init; }
}

internal sealed record TikTokPostInfo
{
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>Photos only: the caption. A video's is its title.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    [JsonPropertyName("privacy_level")]
    public string? PrivacyLevel { get; init; }

    [JsonPropertyName("disable_comment")]
    public bool? DisableComment { get; init; }

    [JsonPropertyName("disable_duet")]
    public bool? DisableDuet { get; init; }

    [JsonPropertyName("disable_stitch")]
    public bool? DisableStitch { get; init; }

    [JsonPropertyName("video_cover_timestamp_ms")]
    public long? CoverTimestampMs { get; init; }

    [JsonPropertyName("brand_content_toggle")]
    public bool? BrandContent { get; init; }

    [JsonPropertyName("brand_organic_toggle")]
    public bool? BrandOrganic { get; init; }

    [JsonPropertyName("is_aigc")]
    public bool? AiGenerated { get; init; }

    [JsonPropertyName("auto_add_music")]
    public bool? AutoAddMusic { get; init; }
}

internal sealed record TikTokSourceInfo
{
    [JsonPropertyName("source")]
    public required string Source { get; init; }

    [JsonPropertyName("video_size")]
    public long? VideoSize { get; init; }

    [JsonPropertyName("chunk_size")]
    public long? ChunkSize { get; init; }

    [JsonPropertyName("total_chunk_count")]
    public int? ChunkCount { get; init; }

    [JsonPropertyName("video_url")]
    public string? VideoUrl { get; init; }

    [JsonPropertyName("photo_images")]
    public IReadOnlyList<string>? PhotoImages { get; init; }

    [JsonPropertyName("photo_cover_index")]
    public int? PhotoCoverIndex { get; init; }
}

internal sealed record TikTokPublishId([property: JsonPropertyName("publish_id")] string PublishId);

internal sealed record TikTokListRequest(
    [property: JsonPropertyName("max_count")] int MaxCount,
    [property: JsonPropertyName("cursor")] long? Cursor
);

internal sealed record TikTokQueryRequest([property: JsonPropertyName("filters")] TikTokQueryFilters Filters);

internal sealed record TikTokQueryFilters([property: JsonPropertyName("video_ids")] IReadOnlyList<string> VideoIds);
