using System.Collections.Frozen;
using Atlas.Core.Platforms;
using Atlas.Platforms.Meta;
using static Atlas.Platforms.Meta.MetaReaction;

namespace Atlas.Platforms.Threads;

/// <summary>The codes of Threads' publishing, and the names by which a container says why it failed.</summary>
/// <seealso href="https://developers.facebook.com/documentation/threads/troubleshooting"/>
internal static class ThreadsErrors
{
    public const string Source = "Threads API: Troubleshooting";

    private const string LinkSource = "Threads API: Posts (links)";
    private const string Prepared = "It is prepared again.";
    private const string Recode = "Export the video as MP4 with H.264 and AAC, then upload it again.";

    public static readonly GraphProduct Product = new("Threads", Source, Find);

    private static readonly FrozenDictionary<int, MetaRule> s_bySubcode = new Dictionary<int, MetaRule>
    {
        [4279009] = new(NewContainer, "Threads does not find the prepared post.", Prepared, Source),
        [4279013] = new(
            Permission,
            "Threads has restricted the account.",
            "Open the Threads app and follow what it asks for, then connect again.",
            Source
        ),
        [4279071] = new(
            Content,
            "Threads does not take the topic.",
            "Choose another topic, or leave it out.",
            "Threads API: Topic Tags"
        ),
    }.ToFrozenDictionary();

    private static readonly MetaRule s_links = new(
        Content,
        "The post has more than 5 different links.",
        "Leave some links out.",
        LinkSource
    );

    private static readonly MetaRule s_unknown = new(NewContainer, "Threads failed to process the post.", Prepared, Source);

    /// <summary>What <c>error_message</c> of a failed container may hold.</summary>
    private static readonly FrozenDictionary<string, MetaRule> s_byName = new Dictionary<string, MetaRule>
    {
        ["FAILED_DOWNLOADING_VIDEO"] = new(
            NewContainer,
            "Threads could not fetch the video.",
            "It is prepared again. If it goes on: make sure that Meta can reach this installation's media address.",
            Source,
            TimeSpan.FromSeconds(10)
        ),
        ["FAILED_PROCESSING_AUDIO"] = new(NewContainer, "Threads failed to process the sound.", Prepared, Source),
        ["FAILED_PROCESSING_VIDEO"] = new(NewContainer, "Threads failed to process the video.", Prepared, Source),
        ["INVALID_ASPEC_RATIO"] = new(Content, "The shape is too tall or too wide for Threads.", "Crop it.", Source),
        ["INVALID_BIT_RATE"] = new(Content, "The video's bit rate is too high.", Recode, Source),
        ["INVALID_DURATION"] = new(Content, "The video is too long for Threads.", "Cut it to at most 5 minutes.", Source),
        ["INVALID_FRAME_RATE"] = new(Content, "The video's frame rate is outside 23 to 60.", Recode, Source),
        ["INVALID_AUDIO_CHANNELS"] = new(Content, "The sound has too many channels.", Recode, Source),
        ["INVALID_AUDIO_CHANNEL_LAYOUT"] = new(
            Content,
            "The sound's channels are laid out in a way Threads does not take.",
            Recode,
            Source
        ),
    }.ToFrozenDictionary();

    public static MetaRule? Find(GraphError error) =>
        s_bySubcode.GetValueOrDefault(error.Subcode)
        // A name of an error, although it stands in the message.
        ?? (error.Message?.Contains("THREADS_API__LINK_LIMIT_EXCEEDED", StringComparison.Ordinal) is true ? s_links : null)
        ?? (error.Code == 24 ? s_bySubcode[4279009] : null)
        ?? MetaErrors.Find(error);

    /// <summary>A published container is none any more: asking for its status is then a question about a field that posts lack.</summary>
    public static bool IsNoContainerAnyMore(GraphAnswer answer) =>
        answer is { Error: { Code: 100, Subcode: 0, Type: "THApiException" } };

    /// <summary>The object is not there: never made, deleted, or not this account's.</summary>
    public static bool IsGone(GraphAnswer answer) => answer is { Error: { Code: 100, Subcode: 33 } or { Code: 24 } };

    public static (MetaRule Rule, PlatformProblem Problem) OfContainer(string? name)
    {
        var rule = s_byName.GetValueOrDefault(name ?? "") ?? s_unknown;
        var code = name is { Length: > 0 and <= 64 } ? $"container/{name}" : "container/ERROR";
        return (rule, new PlatformProblem(code, rule.Message, rule.NextStep, rule.Source));
    }
}
