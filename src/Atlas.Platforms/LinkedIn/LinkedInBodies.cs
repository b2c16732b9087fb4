using System.Text.Json.Serialization;

namespace Atlas.Platforms.LinkedIn;

internal sealed record InitializeUpload(InitializeUploadRequest InitializeUploadRequest);

internal sealed record InitializeUploadRequest(string Owner)
{
    /// <summary>For videos, as is the rest.</summary>
    public long? FileSizeBytes { get; init; }

    public bool? UploadCaptions { get; init; }

    public bool? UploadThumbnail { get; init; }
}

internal sealed record FinalizeUpload(FinalizeUploadRequest FinalizeUploadRequest);

/// <param name="UploadToken">As it was given, though it be empty.</param>
internal sealed record FinalizeUploadRequest(
    string Video,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string UploadToken,
    IReadOnlyList<string> UploadedPartIds
);

internal sealed record CreatePost
{
    public required string Author { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string Commentary { get; init; }

    public required string Visibility { get; init; }

    public PostDistribution Distribution { get; init; } = new();

    public LinkedInPostContent? Content { get; init; }

    public string LifecycleState { get; init; } = "PUBLISHED";

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public bool IsReshareDisabledByAuthor { get; init; }
}

internal sealed record PostDistribution
{
    public string FeedDistribution { get; init; } = "MAIN_FEED";

    public IReadOnlyList<string> TargetEntities { get; init; } = [];

    public IReadOnlyList<string> ThirdPartyDistributionChannels { get; init; } = [];
}

internal sealed record PatchPost(PostPatch Patch);

internal sealed record PostPatch([property: JsonPropertyName("$set")] PostChange Set);

internal sealed record PostChange([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string Commentary);

internal sealed record CreateComment(string Actor, string Object, LinkedInCommentMessage Message);
