using System.Text.Json;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.TikTok;

/// <summary>
/// The options of a post that only TikTok knows, as written in the content: <c>mode, privacyLevel, disableComment, disableDuet,
/// disableStitch, coverTimestampMs, brandContent, brandOrganic, aiGenerated, autoAddMusic, photoCoverIndex, transfer</c>.
/// </summary>
internal sealed record TikTokPostOptions
{
    public static readonly TikTokPostOptions Empty = new();

    /// <summary><c>inbox</c> or <c>direct</c>. Null: direct once TikTok has audited the app.</summary>
    public string? Mode { get; init; }

    /// <summary>Who may see a direct post. TikTok wants a person to choose it: there is no default.</summary>
    public string? PrivacyLevel { get; init; }

    public bool? DisableComment { get; init; }

    public bool? DisableDuet { get; init; }

    public bool? DisableStitch { get; init; }

    /// <summary>The frame that is a video's cover.</summary>
    public long? CoverTimestampMs { get; init; }

    /// <summary>A paid partnership.</summary>
    public bool? BrandContent { get; init; }

    /// <summary>The creator's own business.</summary>
    public bool? BrandOrganic { get; init; }

    public bool? AiGenerated { get; init; }

    public bool? AutoAddMusic { get; init; }

    /// <summary>From 0.</summary>
    public int? PhotoCoverIndex { get; init; }

    /// <summary>How a video gets there: <c>file</c> (null too) or <c>url</c>, from where TikTok fetches it.</summary>
    public string? Transfer { get; init; }

    /// <param name="report">Called with field and what is wrong with it; that field is then left at its default.</param>
    public static TikTokPostOptions Read(JsonElement? json, Action<string, string>? report = null)
    {
        var reader = new OptionReader("TikTok", json, report);
        var options = new TikTokPostOptions
        {
            Mode = reader.OneOf("mode", "inbox", "direct"),
            Transfer = reader.OneOf("transfer", "file", "url"),
            PrivacyLevel = reader.OneOf(
                "privacyLevel",
                "PUBLIC_TO_EVERYONE",
                "MUTUAL_FOLLOW_FRIENDS",
                "FOLLOWER_OF_CREATOR",
                "SELF_ONLY"
            ),
            CoverTimestampMs = reader.Number(
                "coverTimestampMs",
                "It is a whole number of milliseconds from the video's start.",
                least: 0
            ),
            PhotoCoverIndex = (int?)
                reader.Number("photoCoverIndex", "It is a photo's place, counted from 0.", least: 0, most: int.MaxValue),
            DisableComment = reader.Flag("disableComment"),
            DisableDuet = reader.Flag("disableDuet"),
            DisableStitch = reader.Flag("disableStitch"),
            BrandContent = reader.Flag("brandContent"),
            BrandOrganic = reader.Flag("brandOrganic"),
            AiGenerated = reader.Flag("aiGenerated"),
            AutoAddMusic = reader.Flag("autoAddMusic"),
        };
        reader.RefuseTheRest();
        return options;
    }
}
