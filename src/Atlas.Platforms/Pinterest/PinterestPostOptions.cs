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
    public static PinterestPostOptions Read(JsonElement? json, Action<string, string>? report = null) =>
        PostOptionFields.Read(
            json,
            Empty,
            static (PinterestPostOptions options, string name, JsonElement value, out string problem) =>
                options.With(name, value, out problem),
            report
        );

    private PinterestPostOptions? With(string name, JsonElement value, out string problem)
    {
        problem = name switch
        {
            "boardId" or "boardSectionId" => "It is an id: a text of digits.",
            "coverTime" => "It is a whole number of seconds, 0 or more.",
            _ => "Pins have no such option.",
        };
        return name switch
        {
            "boardId" when Id(value) is { } board => this with { BoardId = board },
            "boardSectionId" when Id(value) is { } section => this with { BoardSectionId = section },
            "coverTime" when value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var seconds) && seconds >= 0 =>
                this with
                {
                    CoverTime = seconds,
                },
            _ => null,
        };
    }

    private static string? Id(JsonElement value) =>
        value.ValueKind is JsonValueKind.String
        && value.GetString() is { Length: > 0 and <= 32 } text
        && !text.AsSpan().ContainsAnyExceptInRange('0', '9')
            ? text
            : null;
}
