using System.Text.Json;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Facebook;

/// <summary>The options of a post that only Facebook knows, as written in the content: <c>placeId, textFormatPresetId, countries,
/// collaborators</c>.</summary>
internal sealed record FacebookPostOptions
{
    public static readonly FacebookPostOptions Empty = new();

    /// <summary>Id of a Page that has a place on the map.</summary>
    public string? PlaceId { get; init; }

    /// <summary>Coloured background of a short text.</summary>
    public string? TextFormatPresetId { get; init; }

    /// <summary>Two-letter codes: only people there can see the post.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Ids of Pages that are invited to show a reel as theirs too.</summary>
    public IReadOnlyList<string> Collaborators { get; init; } = [];

    /// <summary>The <c>targeting</c> parameter, or null for everybody.</summary>
    public string? Targeting() =>
        Countries.Count == 0
            ? null
            : $$$"""{"geo_locations":{"countries":[{{{string.Join(',', Countries.Select(country => $"\"{country}\""))}}}]}}""";

    /// <param name="report">Called with field and what is wrong with it; that field is then left at its default.</param>
    public static FacebookPostOptions Read(JsonElement? json, Action<string, string>? report = null)
    {
        var reader = new OptionReader("Facebook", json, report);
        var options = new FacebookPostOptions
        {
            PlaceId = reader.Id("placeId", "It is a Page's id: digits in a text."),
            TextFormatPresetId = reader.Id("textFormatPresetId", "It is a preset's id: digits in a text."),
            Countries = reader.Value("countries", Codes, "It is a list of two-letter country codes in capitals.") ?? [],
            Collaborators = reader.Texts("collaborators", "It is a list of Pages' ids: digits in texts.") ?? [],
        };
        reader.RefuseTheRest();
        return options;
    }

    private static IReadOnlyList<string>? Codes(JsonElement value) =>
        value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(IsCountry)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : null;

    private static bool IsCountry(JsonElement value) =>
        value.ValueKind is JsonValueKind.String && value.GetString() is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'];
}
