namespace Atlas.Sandbox.Effects;

/// <summary>One thing that a follower would see.</summary>
internal sealed record Effect
{
    public long Seq { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Platform { get; init; }
    public required string AccountId { get; init; }
    public required string Username { get; init; }

    /// <summary>post, video, reel, short, story, carousel, document, article, thread; comment, edit or delete.</summary>
    public required string Kind { get; init; }

    /// <summary>The id that the network answered: of the media, or of the comment for kind comment.</summary>
    public required string MediaId { get; init; }

    /// <summary>What a comment stands under.</summary>
    public string? ParentId { get; init; }
    public string? ContainerId { get; init; }
    public string? Title { get; init; }
    public string? Caption { get; init; }
    public string? Link { get; init; }
    public IReadOnlyList<string> MediaSha256 { get; init; } = [];
    public string? Permalink { get; init; }
}
