namespace Atlas.Sandbox.Threads;

/// <summary>What a container was asked to be, checked.</summary>
internal sealed record ContainerRequest
{
    /// <summary>TEXT, IMAGE, VIDEO or CAROUSEL.</summary>
    public required string MediaType { get; init; }
    public string? Text { get; init; }
    public Uri? ImageUrl { get; init; }
    public Uri? VideoUrl { get; init; }
    public bool IsCarouselItem { get; init; }
    public string? AltText { get; init; }
    public string? ReplyToId { get; init; }
    public string? ReplyControl { get; init; }
    public string? QuotePostId { get; init; }
    public string? LinkAttachment { get; init; }
    public string? TopicTag { get; init; }

    /// <summary>The choices.</summary>
    public IReadOnlyList<string> Poll { get; init; } = [];

    /// <summary>The long text.</summary>
    public string? TextAttachment { get; init; }
    public bool HasSpoilers { get; init; }
    public bool IsGhost { get; init; }
    public string? GifId { get; init; }
    public string? LocationId { get; init; }
    public IReadOnlyList<string> Countries { get; init; } = [];
}
