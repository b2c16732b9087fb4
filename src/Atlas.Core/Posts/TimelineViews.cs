using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;

namespace Atlas.Core.Posts;

public sealed record TimelineEntryView(
    DateTimeOffset At,
    Id<Publication> PublicationId,
    Id<Channel> ChannelId,
    Platform Platform,
    string Event,
    string? Detail,
    string? Reason,
    CallView? Call,
    string TraceId,
    string? CorrelationId
);

/// <summary>One call to the network, as far as it may be shown.</summary>
public sealed record CallView(
    string Operation,
    int? Status,
    double DurationMs,
    string? RequestId,
    string? Usage,
    IReadOnlyDictionary<string, string> Headers
)
{
    private static readonly Dictionary<string, string> s_none = [];

    public static CallView? Of(PlatformCall? call) =>
        call is null
            ? null
            : new(
                call.Operation,
                call.Status,
                call.Duration.TotalMilliseconds,
                call.RequestId,
                call.Usage,
                call.Headers ?? s_none
            );
}

/// <summary>A step that follows a live post, such as its first comment.</summary>
public sealed record ChildStepView(
    Id<Publication> PublicationId,
    string Name,
    ChildStepState State,
    int Attempts,
    string? PlatformId,
    PublicationFailure? Failure,
    CallView? Call
);

/// <param name="Entries">Of all publications, oldest first.</param>
public sealed record TimelineView(IReadOnlyList<TimelineEntryView> Entries, IReadOnlyList<ChildStepView> Steps);
