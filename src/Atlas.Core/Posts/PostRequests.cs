using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Scheduling;

namespace Atlas.Core.Posts;

/// <summary>A wall-clock time and its zone; the workspace's zone where none is given.</summary>
public sealed record ScheduleBody(string? LocalTime, string? TimeZone);

/// <param name="AfterMinutes">How late is late.</param>
public sealed record LatePolicyBody(LateAction Action, double AfterMinutes);

public sealed record CreatePostRequest : IScheduleRequest
{
    public PostType? Type { get; init; }

    public string? Text { get; init; }

    public IReadOnlyList<PostMedia>? Media { get; init; }

    /// <summary>Without their '#'; they go behind the text.</summary>
    public IReadOnlyList<string>? Hashtags { get; init; }

    public string? FirstComment { get; init; }

    public string? Title { get; init; }

    public string? Link { get; init; }

    public Id<MediaAsset>? Cover { get; init; }

    public IReadOnlyList<Subtitles>? Subtitles { get; init; }

    public IReadOnlyList<ThreadPart>? Thread { get; init; }

    public JsonElement? Options { get; init; }

    public IReadOnlyList<Id<Channel>>? ChannelIds { get; init; }

    public IReadOnlyList<PostVariant>? Variants { get; init; }

    public ScheduleBody? Schedule { get; init; }

    /// <summary>An instant, in place of <see cref="Schedule"/>.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public bool PublishNow { get; init; }

    public LatePolicyBody? LatePolicy { get; init; }
}

/// <summary>What is left out or null stays. Empty texts, lists and options remove them; variants are replaced as a whole.</summary>
public sealed record UpdatePostRequest
{
    public PostType? Type { get; init; }

    public string? Text { get; init; }

    public IReadOnlyList<PostMedia>? Media { get; init; }

    /// <summary>Without their '#'; they go behind the text.</summary>
    public IReadOnlyList<string>? Hashtags { get; init; }

    public string? FirstComment { get; init; }

    public string? Title { get; init; }

    public string? Link { get; init; }

    public Id<MediaAsset>? Cover { get; init; }

    public IReadOnlyList<Subtitles>? Subtitles { get; init; }

    public IReadOnlyList<ThreadPart>? Thread { get; init; }

    public JsonElement? Options { get; init; }

    public IReadOnlyList<PostVariant>? Variants { get; init; }

    public LatePolicyBody? LatePolicy { get; init; }
}

public sealed record SchedulePostRequest : IScheduleRequest
{
    public ScheduleBody? Schedule { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public bool PublishNow { get; init; }

    public LatePolicyBody? LatePolicy { get; init; }
}

/// <summary>The ways to say when.</summary>
internal interface IScheduleRequest
{
    ScheduleBody? Schedule { get; }

    DateTimeOffset? DueAt { get; }

    bool PublishNow { get; }

    LatePolicyBody? LatePolicy { get; }
}

/// <summary>What a live post becomes. What is left out or null stays; an empty text removes.</summary>
public sealed record EditPublicationRequest(string? Text, string? Title, string? Link, JsonElement? Options)
{
    internal PostContent ApplyTo(PostContent content) =>
        content with
        {
            Text = Text ?? content.Text,
            Title = Title is "" ? null : Title ?? content.Title,
            Link = Link is "" ? null : Link ?? content.Link,
            Options = Options ?? content.Options,
        };
}

/// <param name="Outcome"><c>published</c> or <c>notPublished</c>: what the person saw at the network.</param>
public sealed record ResolvePublicationRequest(ResolveOutcome? Outcome, string? PlatformPostId, string? Permalink);

[System.Text.Json.Serialization.JsonConverter(typeof(CamelCaseEnumConverter<ResolveOutcome>))]
public enum ResolveOutcome
{
    Published,
    NotPublished,
}
