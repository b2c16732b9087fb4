using System.Text.Json;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Pinterest;

/// <summary>The options of a post that only Pinterest knows, as written in the content: <c>boardId, boardSectionId, coverTime</c>.</summary>
internal sealed record PinterestPostOptions
{
    public static readonly PinterestPostOptions Empty = new();

    /// <summary>The board on which the pin stands; there is no pin without one.</summary>
    public string? BoardId { get; init; }

    public string? BoardSectionId { get; init; }

    /// <summary>Video without a cover of its own: seconds from the start.</summary>
    public int? CoverTime { get; init; }

    /// <param name="report">Called with field and what is wrong with it; that field is then left at its default.</param>
    public static PinterestPostOptions Read(JsonElement? json, Action<string, string>? report = null)
    {
        var reader = new OptionReader("Pinterest", json, report);
        var options = new PinterestPostOptions
        {
            BoardId = reader.Id("boardId"),
            BoardSectionId = reader.Id("boardSectionId"),
            CoverTime = (int?)
                reader.Number("coverTime", "It is a whole number of seconds, 0 or more.", least: 0, most: int.MaxValue),
        };
        reader.RefuseTheRest();
        return options;
    }
}
