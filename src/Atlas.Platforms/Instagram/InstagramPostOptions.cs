using System.Text.Json;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Instagram;

/// <summary>
/// The options of a post that only Instagram knows, as written in the content:
/// <c>coverUrl, thumbOffset, shareToFeed, locationId, collaborators, audioName, trial, aiGenerated</c>.
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

    /// <param name="report">Called with field and what is wrong with it; that field is then left at its default.</param>
    public static InstagramPostOptions Read(JsonElement? json, Action<string, string>? report = null) =>
        PostOptionFields.Read(
            json,
            Empty,
            static (InstagramPostOptions options, string name, JsonElement value, out string problem) =>
                options.With(name, value, out problem),
            report
        );

    private InstagramPostOptions? With(string name, JsonElement value, out string problem)
    {
        problem = "It is a text.";
        var text = value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        bool? flag = value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;
        switch (name)
        {
            case "coverUrl":
                return text is null ? null : this with { CoverUrl = text };
            case "locationId":
                return text is null ? null : this with { LocationId = text };
            case "audioName":
                return text is null ? null : this with { AudioName = text };
            case "trial":
                return text is null ? null : this with { Trial = text };
            case "thumbOffset":
                problem = "It is a whole number of milliseconds.";
                return value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var offset)
                    ? this with
                    {
                        ThumbOffset = offset,
                    }
                    : null;
            case "shareToFeed":
                problem = "It is true or false.";
                return flag is null ? null : this with { ShareToFeed = flag };
            case "aiGenerated":
                problem = "It is true or false.";
                return flag is null ? null : this with { AiGenerated = flag };
            case "collaborators":
                problem = "It is a list of usernames.";
                return
                    value.ValueKind is JsonValueKind.Array
                    && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String)
                    ? this with
                    {
                        Collaborators = [.. value.EnumerateArray().Select(item => item.GetString()!)],
                    }
                    : null;
            default:
                problem = "Instagram posts have no such option.";
                return null;
        }
    }
}
