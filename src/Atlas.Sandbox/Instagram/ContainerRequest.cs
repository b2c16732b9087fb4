namespace Atlas.Sandbox.Instagram;

/// <summary>The parameters of a container, read and checked as far as they can be without the media.</summary>
internal sealed record ContainerRequest
{
    public required ContainerKind Kind { get; init; }
    public Uri? ImageUrl { get; init; }
    public Uri? VideoUrl { get; init; }
    public Uri? CoverUrl { get; init; }
    public bool IsResumable { get; init; }
    public string? Caption { get; init; }
    public string? AltText { get; init; }
    public string? LocationId { get; init; }
    public int? ThumbOffsetMs { get; init; }
    public bool ShareToFeed { get; init; } = true;
    public bool IsAiGenerated { get; init; }
    public string? AudioName { get; init; }
    public IReadOnlyList<UserTag> UserTags { get; init; } = [];
    public IReadOnlyList<string> Collaborators { get; init; } = [];
    public IReadOnlyList<string> ProductIds { get; init; } = [];
    public IReadOnlyList<string> Poll { get; init; } = [];
    public bool HasCommentPrompt { get; init; }
    public bool IsPaidPartnership { get; init; }
    public IReadOnlyList<string> Children { get; init; } = [];
}

internal sealed record UserTag(string Username, double? X, double? Y);
