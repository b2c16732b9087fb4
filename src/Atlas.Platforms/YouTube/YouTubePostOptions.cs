using System.Text.Json;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.YouTube;

/// <summary>The options of a post that only YouTube knows, as written in the content.</summary>
internal sealed record YouTubePostOptions
{
    /// <summary><c>public</c>, <c>unlisted</c> or <c>private</c>. The author's to say: there is no default.</summary>
    public string? Privacy { get; init; }

    /// <summary>Required by law of who publishes for children; no default either.</summary>
    public bool? MadeForKids { get; init; }

    /// <summary>YouTube makes the video public by itself then; until then it stays private.</summary>
    public DateTimeOffset? PublishAt { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public string? CategoryId { get; init; }

    /// <summary><c>youtube</c> or <c>creativeCommon</c>.</summary>
    public string? License { get; init; }

    public bool? Embeddable { get; init; }

    /// <summary>Whether everybody sees the counts.</summary>
    public bool? PublicStats { get; init; }

    public bool? NotifySubscribers { get; init; }

    public DateOnly? RecordingDate { get; init; }

    /// <summary>Of title and description, in BCP 47.</summary>
    public string? Language { get; init; }

    public string? AudioLanguage { get; init; }

    /// <summary>Altered or generated so that it looks real.</summary>
    public bool? SyntheticMedia { get; init; }

    public bool? PaidPromotion { get; init; }

    /// <summary>A playlist of the channel to which the video is added once it is visible.</summary>
    public string? PlaylistId { get; init; }

    /// <param name="report">Called with field and what is wrong with it; that field is then left at its default.</param>
    public static YouTubePostOptions Read(JsonElement? json, Action<string, string>? report = null)
    {
        var reader = new OptionReader("YouTube", json, report);
        var options = new YouTubePostOptions
        {
            Privacy = reader.Text("privacy"),
            MadeForKids = reader.Flag("madeForKids"),
            PublishAt = reader.Time("publishAt"),
            Tags = reader.Texts("tags"),
            CategoryId = reader.Text("categoryId"),
            License = reader.Text("license"),
            Embeddable = reader.Flag("embeddable"),
            PublicStats = reader.Flag("publicStats"),
            NotifySubscribers = reader.Flag("notifySubscribers"),
            RecordingDate = reader.Date("recordingDate"),
            Language = reader.Text("language"),
            AudioLanguage = reader.Text("audioLanguage"),
            SyntheticMedia = reader.Flag("syntheticMedia"),
            PaidPromotion = reader.Flag("paidPromotion"),
            PlaylistId = reader.Text("playlistId"),
        };
        reader.RefuseTheRest();
        return options;
    }
}
