using System.Text.Json;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Threads;

/// <summary>
/// The options of a post that only Threads knows, as written in the content:
/// <c>replyControl, topicTag, quotePostId, poll, textAttachment, spoilers, spoilerMedia, countries, ghost</c>.
/// </summary>
internal sealed record ThreadsPostOptions
{
    public static readonly ThreadsPostOptions Empty = new();

    /// <summary>Who may answer: one of <see cref="ReplyControls"/>.</summary>
    public string? ReplyControl { get; init; }

    /// <summary>The topic, without #. Else the first hashtag of the text becomes it.</summary>
    public string? TopicTag { get; init; }

    public string? QuotePostId { get; init; }

    /// <summary>Two to four choices.</summary>
    public IReadOnlyList<string> Poll { get; init; } = [];

    /// <summary>A long text that opens below a text post.</summary>
    public TextAttachment? TextAttachment { get; init; }

    /// <summary>Ranges of the text that show only when they are tapped.</summary>
    public IReadOnlyList<TextRange> Spoilers { get; init; } = [];

    public bool? SpoilerMedia { get; init; }

    /// <summary>Two-letter codes of the countries that may see the post; only some accounts may use it.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>A text post that is gone after a day.</summary>
    public bool? Ghost { get; init; }

    public static IReadOnlyList<string> ReplyControls { get; } =
    ["everyone", "accounts_you_follow", "mentioned_only", "parent_post_author_only", "followers_only"];

    /// <param name="report">Called with field and what is wrong with it; that field is then left at its default.</param>
    public static ThreadsPostOptions Read(JsonElement? json, Action<string, string>? report = null) =>
        PostOptionFields.Read(
            json,
            Empty,
            static (ThreadsPostOptions options, string name, JsonElement value, out string problem) =>
                options.With(name, value, out problem),
            report
        );

    private ThreadsPostOptions? With(string name, JsonElement value, out string problem)
    {
        var text = value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        bool? flag = value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;
        problem = name switch
        {
            "replyControl" or "topicTag" or "quotePostId" => "It is a text.",
            "poll" or "countries" => "It is a list of texts.",
            "spoilerMedia" or "ghost" => "It is true or false.",
            "spoilers" => "It is a list of objects with offset and length.",
            "textAttachment" => "It is an object with text, and perhaps link and styles of offset, length and styles.",
            _ => "Threads posts have no such option.",
        };
        return name switch
        {
            "replyControl" when text is not null => this with { ReplyControl = text },
            "topicTag" when text is not null => this with { TopicTag = text },
            "quotePostId" when text is not null => this with { QuotePostId = text },
            "poll" when Texts(value) is { } poll => this with { Poll = poll },
            "countries" when Texts(value) is { } countries => this with { Countries = countries },
            "spoilerMedia" when flag is not null => this with { SpoilerMedia = flag },
            "ghost" when flag is not null => this with { Ghost = flag },
            "spoilers" when TextRange.ReadAll(value) is { } ranges => this with { Spoilers = ranges },
            "textAttachment" when Threads.TextAttachment.Read(value) is { } attachment => this with
            {
                TextAttachment = attachment,
            },
            _ => null,
        };
    }

    internal static IReadOnlyList<string>? Texts(JsonElement value) =>
        value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : null;
}
