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
    public static TikTokPostOptions Read(JsonElement? json, Action<string, string>? report = null) =>
        PostOptionFields.Read(
            json,
            Empty,
            static (TikTokPostOptions options, string name, JsonElement value, out string problem) =>
                options.With(name, value, out problem),
            report
        );

    private TikTokPostOptions? With(string name, JsonElement value, out string problem)
    {
        var text = value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        switch (name)
        {
            case "mode":
                problem = "It is 'inbox' or 'direct'.";
                return text is "inbox" or "direct" ? this with { Mode = text } : null;
            case "transfer":
                problem = "It is 'file' or 'url'.";
                return text is "file" or "url" ? this with { Transfer = text } : null;
            case "privacyLevel":
                problem = "It is one of PUBLIC_TO_EVERYONE, MUTUAL_FOLLOW_FRIENDS, FOLLOWER_OF_CREATOR, SELF_ONLY.";
                return text is "PUBLIC_TO_EVERYONE" or "MUTUAL_FOLLOW_FRIENDS" or "FOLLOWER_OF_CREATOR" or "SELF_ONLY"
                    ? this with
                    {
                        PrivacyLevel = text,
                    }
                    : null;
            case "coverTimestampMs":
                problem = "It is a whole number of milliseconds from the video's start.";
                return Number(value) is { } at and >= 0 ? this with { CoverTimestampMs = at } : null;
            case "photoCoverIndex":
                problem = "It is a photo's place, counted from 0.";
                return Number(value) is { } index and >= 0 and <= int.MaxValue
                    ? this with
                    {
                        PhotoCoverIndex = (int)index,
                    }
                    : null;
            default:
                return WithFlag(name, value, out problem);
        }
    }

    private TikTokPostOptions? WithFlag(string name, JsonElement value, out string problem)
    {
        problem = "It is true or false.";
        bool? flag = value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;
        var next = name switch
        {
            "disableComment" => this with { DisableComment = flag },
            "disableDuet" => this with { DisableDuet = flag },
            "disableStitch" => this with { DisableStitch = flag },
            "brandContent" => this with { BrandContent = flag },
            "brandOrganic" => this with { BrandOrganic = flag },
            "aiGenerated" => this with { AiGenerated = flag },
            "autoAddMusic" => this with { AutoAddMusic = flag },
            _ => null,
        };
        if (next is null)
        {
            problem = "TikTok posts have no such option.";
        }

        return flag is null ? null : next;
    }

    private static long? Number(JsonElement value) =>
        value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
