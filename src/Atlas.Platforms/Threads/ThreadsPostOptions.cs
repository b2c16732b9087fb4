using System.Text.Json;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Threads;

/// <summary>
/// The options of a post that only Threads knows, as written in the content:
/// <c>replyControl, topicTag, quotePostId, poll, textAttachment, spoilers, spoilerMedia, countries, ghost,
/// locationId, gif</c>.
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

    /// <summary>A place, as the location search of Threads names it.</summary>
    public string? LocationId { get; init; }

    /// <summary>A moving picture of a provider's library, shown below a text.</summary>
    public ThreadsGif? Gif { get; init; }

    public static IReadOnlyList<string> ReplyControls { get; } =
    ["everyone", "accounts_you_follow", "mentioned_only", "parent_post_author_only", "followers_only"];

    /// <param name="report">Called with field and what is wrong with it; that field is then left at its default.</param>
    public static ThreadsPostOptions Read(JsonElement? json, Action<string, string>? report = null)
    {
        var reader = new OptionReader("Threads", json, report);
        var options = new ThreadsPostOptions
        {
            ReplyControl = reader.Text("replyControl"),
            TopicTag = reader.Text("topicTag"),
            QuotePostId = reader.Text("quotePostId"),
            Poll = reader.Texts("poll") ?? [],
            TextAttachment = reader.Value(
                "textAttachment",
                Threads.TextAttachment.Read,
                "It is an object with text, and perhaps link and styles of offset, length and styles."
            ),
            Spoilers = reader.Value("spoilers", TextRange.ReadAll, "It is a list of objects with offset and length.") ?? [],
            SpoilerMedia = reader.Flag("spoilerMedia"),
            Countries = reader.Texts("countries") ?? [],
            Ghost = reader.Flag("ghost"),
            LocationId = reader.Id("locationId"),
            Gif = ThreadsGif.Read(reader.Object("gif")),
        };
        reader.RefuseTheRest();
        return options;
    }
}
