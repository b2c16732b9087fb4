using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.YouTube;

/// <summary>A video that has arrived, whoever may see it.</summary>
internal sealed class YouTubeVideo(YouTubeAccount account, string id, MediaItem file, DateTimeOffset uploaded)
{
    public YouTubeAccount Account => account;

    public string Id => id;

    public MediaItem File => file;

    public DateTimeOffset Uploaded => uploaded;

    public Lock Gate { get; } = new();

    public required VideoDetails Details { get; set; }

    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>What followers see of it; null while it is private.</summary>
    public NetworkPost? Post { get; set; }

    public MediaItem? Thumbnail { get; set; }

    public List<YouTubeCaption> Captions { get; } = [];

    public bool IsDeleted { get; set; }

    public bool IsShort => file.Video is { } video && video.Height >= video.Width && video.Duration <= TimeSpan.FromMinutes(3);
}

internal sealed record YouTubeCaption(string Id, string Language, string Name, DateTimeOffset At);

internal sealed record YouTubePlaylistItem(string Id, string VideoId, DateTimeOffset At);

/// <summary>The parts of a video that its owner writes.</summary>
internal sealed record VideoDetails
{
    public string Title { get; init; } = "";
    public string Description { get; init; } = "";
    public IReadOnlyList<string> Tags { get; init; } = [];
    public string CategoryId { get; init; } = "22";
    public string? Language { get; init; }
    public string? AudioLanguage { get; init; }

    /// <summary>Left out means public.</summary>
    public string Privacy { get; init; } = "public";
    public DateTimeOffset? PublishAt { get; init; }
    public bool? MadeForKids { get; init; }
    public string License { get; init; } = "youtube";
    public bool Embeddable { get; init; } = true;
    public bool PublicStats { get; init; } = true;
    public bool? Synthetic { get; init; }
    public string? RecordingDate { get; init; }
    public bool? PaidPlacement { get; init; }
}
