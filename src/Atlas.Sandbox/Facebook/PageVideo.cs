using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Uploads;

namespace Atlas.Sandbox.Facebook;

internal enum VideoKind
{
    Feed,
    Reel,
    Story,
}

/// <summary>A video from its start phase on: its id is known before anything of it is visible.</summary>
internal sealed class PageVideo(string id, FacebookPage page, VideoKind kind, long? size) : PageNode(id, page)
{
    public VideoKind Kind => kind;

    public Lock Lock { get; } = new();

    /// <summary>The upload session of a feed video.</summary>
    public string? SessionId { get; init; }

    public ByteUpload Upload { get; } = new(size);

    public MediaItem? Item { get; set; }

    /// <summary>The file came, or Facebook failed to take it.</summary>
    public bool HasArrived { get; set; }

    /// <summary>Code and words of what ended it.</summary>
    public (int Code, string Message)? Failure { get; set; }

    /// <summary>The finish phase was accepted.</summary>
    public bool IsFinished { get; set; }

    public string? Title { get; set; }

    public string? Description { get; set; }

    public PagePost? Post { get; set; }

    public DateTimeOffset? PublishedAt { get; set; }

    public MediaItem? Cover { get; set; }

    /// <summary>Pages that were invited to show a reel too.</summary>
    public HashSet<string> Invited { get; } = [];

    public override string TypeName => "Video";

    public override GraphOperation? Find(string method, string edge) => PageOperations.OnVideo(method, edge);
}
