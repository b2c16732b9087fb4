using System.Text.Json;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Bluesky;

/// <summary>The options of a post that only Bluesky knows: <c>langs, tags, quote</c>.</summary>
/// <param name="Langs">BCP 47, up to three: which languages the text is in.</param>
/// <param name="Tags">Up to eight that are not shown in the text.</param>
/// <param name="Quote">Address of the post that is shown in this one: as the app links to it, or <c>at://</c>.</param>
internal sealed record BlueskyPostOptions(IReadOnlyList<string>? Langs, IReadOnlyList<string>? Tags, string? Quote)
{
    /// <param name="report">Called with field and what is wrong with it; that field is then left at its default.</param>
    public static BlueskyPostOptions Read(JsonElement? json, Action<string, string>? report = null)
    {
        var reader = new OptionReader("Bluesky", json, report);
        var options = new BlueskyPostOptions(reader.Texts("langs"), reader.Texts("tags"), reader.Text("quote"));
        reader.RefuseTheRest();
        return options;
    }
}
