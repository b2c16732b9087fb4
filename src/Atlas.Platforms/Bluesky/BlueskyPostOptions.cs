using System.Text.Json;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Bluesky;

/// <summary>The options of a post that only Bluesky knows: <c>langs, tags</c>.</summary>
/// <param name="Langs">BCP 47, up to three: which languages the text is in.</param>
/// <param name="Tags">Up to eight that are not shown in the text.</param>
internal sealed record BlueskyPostOptions(IReadOnlyList<string>? Langs, IReadOnlyList<string>? Tags)
{
    /// <param name="report">Called with field and what is wrong with it; that field is then left at its default.</param>
    public static BlueskyPostOptions Read(JsonElement? json, Action<string, string>? report = null)
    {
        var reader = new OptionReader("Bluesky", json, report);
        var options = new BlueskyPostOptions(reader.Texts("langs"), reader.Texts("tags"));
        reader.RefuseTheRest();
        return options;
    }
}
