using System.Text.Json;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Instagram;

/// <summary>
/// The options of a post that only Instagram knows, as written in the content:
/// <c>coverUrl, thumbOffset, shareToFeed, locationId, collaborators, audioName, trial, aiGenerated, productTags, paidPartnership,
/// sponsorIds, poll, pollWithoutEnd, commentPrompt, upload</c>.
/// </summary>
internal sealed record InstagramPostOptions
{
    public static readonly InstagramPostOptions Empty = new();

    /// <summary>Reel: address of a JPEG. Wins over <see cref="ThumbOffset"/>.</summary>
    public string? CoverUrl { get; init; }

    /// <summary>Reel: milliseconds from the start.</summary>
    public long? ThumbOffset { get; init; }

    /// <summary>Reel: whether it also stands in the profile's grid.</summary>
    public bool? ShareToFeed { get; init; }

    /// <summary>Id of a Page that has a place on the map.</summary>
    public string? LocationId { get; init; }

    public IReadOnlyList<string> Collaborators { get; init; } = [];

    /// <summary>Reel: name of its original audio.</summary>
    public string? AudioName { get; init; }

    /// <summary>Reel shown to non-followers first; how it leaves the trial: <c>manual</c> or <c>performance</c>.</summary>
    public string? Trial { get; init; }

    public bool? AiGenerated { get; init; }

    /// <summary>Products of the account's catalogue that are shown in its media.</summary>
    public IReadOnlyList<InstagramProductTag> ProductTags { get; init; } = [];

    public bool? PaidPartnership { get; init; }

    /// <summary>Accounts of the partners that pay for it.</summary>
    public IReadOnlyList<string> SponsorIds { get; init; } = [];

    /// <summary>Two to four choices below the caption.</summary>
    public IReadOnlyList<string> Poll { get; init; } = [];

    /// <summary>Whether <see cref="Poll"/> stays open; else it ends after three days.</summary>
    public bool? PollWithoutEnd { get; init; }

    /// <summary>Asks viewers to answer in the comments.</summary>
    public bool? CommentPrompt { get; init; }

    /// <summary>
    /// How a video gets there: <c>url</c> (null too), from where Instagram fetches it, or <c>file</c>, which needs no address that
    /// is reachable from outside.
    /// </summary>
    public string? Upload { get; init; }

    public bool HasAddOn => Poll.Count > 0 || CommentPrompt is true;

    /// <param name="report">Called with field and what is wrong with it; that field is then left at its default.</param>
    public static InstagramPostOptions Read(JsonElement? json, Action<string, string>? report = null)
    {
        var reader = new OptionReader("Instagram", json, report);
        var options = new InstagramPostOptions
        {
            CoverUrl = reader.Text("coverUrl"),
            ThumbOffset = reader.Number("thumbOffset", "It is a whole number of milliseconds."),
            ShareToFeed = reader.Flag("shareToFeed"),
            LocationId = reader.Text("locationId"),
            Collaborators = reader.Texts("collaborators", "It is a list of usernames.") ?? [],
            AudioName = reader.Text("audioName"),
            Trial = reader.Text("trial"),
            AiGenerated = reader.Flag("aiGenerated"),
            ProductTags = InstagramProductTag.ReadAll(reader.Objects("productTags")),
            PaidPartnership = reader.Flag("paidPartnership"),
            SponsorIds = reader.Texts("sponsorIds", "It is a list of account ids.") ?? [],
            Poll = reader.Texts("poll") ?? [],
            PollWithoutEnd = reader.Flag("pollWithoutEnd"),
            CommentPrompt = reader.Flag("commentPrompt"),
            Upload = reader.OneOf("upload", "file", "url"),
        };
        reader.RefuseTheRest();
        return options;
    }
}
