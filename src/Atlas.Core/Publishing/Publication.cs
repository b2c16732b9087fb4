using System.Text.Json.Serialization;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Publishing;

/// <summary>
/// One post on one channel: the ledger's row and the truth about whether it is live. It carries its content, its open
/// intent and its timeline, so that one compare-and-set moves all of them together on any store.
/// </summary>
[StoredData(
    DataSubject.Workspace,
    "The ledger: what goes out where, and the proof of what became of it.",
    "As long as its post.",
    "With its post or with the workspace."
)]
public sealed record Publication
{
    /// <summary>Version of this shape; older rows are upgraded on read.</summary>
    public int Schema { get; init; } = 1;

    public required Id<Publication> Id { get; init; }

    public required Id<Post> PostId { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required Id<Channel> ChannelId { get; init; }

    public required Platform Platform { get; init; }

    public required PublicationState State { get; init; }

    public required PostContent Content { get; init; }

    /// <summary>Of <see cref="Content"/>; made by <see cref="ContentHash"/>.</summary>
    public required string ContentHash { get; init; }

    /// <summary>The hash that was approved (or scheduled, where no approval is asked for). What goes out must have it.</summary>
    public string? ApprovedHash { get; init; }

    /// <summary>What the content takes from budgets that the network counts, by <see cref="QuotaCost.Quota"/>; null for what older versions have stored.</summary>
    public IReadOnlyDictionary<string, int>? Takes { get; init; }

    public Schedule? Schedule { get; init; }

    public LatePolicy LatePolicy { get; init; } = LatePolicy.Default;

    /// <summary>Counts the orchestrations that have carried it; part of the instance id.</summary>
    public int Generation { get; init; }

    /// <summary>Attempts used up: refusals that may be tried again, and lost answers that proved to be nothing.</summary>
    public int Attempts { get; init; }

    /// <summary>Calls whose answer was lost and that proved to be nothing. The first such retry is free.</summary>
    public int LostAnswers { get; init; }

    /// <summary>The publisher's own progress.</summary>
    public string? Cursor { get; init; }

    /// <summary>Until when what was prepared can be published.</summary>
    public DateTimeOffset? ReadyUntil { get; init; }

    public Lease? Lease { get; init; }

    public Intent? Intent { get; init; }

    public Waiting? Waiting { get; init; }

    public PublicationFailure? Failure { get; init; }

    /// <summary>Why it is cancelled as soon as it is known that its call came to nothing; null where nobody has called it off.</summary>
    public string? CalledOff { get; init; }

    public string? PlatformPostId { get; init; }

    public string? Permalink { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The restore (<see cref="PublishingOptions.RestoredAt"/>) after which the network has been asked whether it is live.</summary>
    public DateTimeOffset? AskedAfterRestore { get; init; }

    /// <summary>The due instant behind which people have been told that it is overdue.</summary>
    public DateTimeOffset? OverdueFor { get; init; }

    /// <summary>How often people have asked for a change of the live post, or its removal: each is a step that follows it.</summary>
    public int LiveChanges { get; init; }

    /// <summary>The span that scheduled it, in W3C's form, for those that follow weeks later; null where nobody listened.</summary>
    public string? TraceParent { get; init; }

    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    [JsonIgnore]
    public DateTimeOffset? DueAt => Schedule?.At;

    /// <summary>The number of the attempt that comes next; lost answers count here, whatever they use up.</summary>
    [JsonIgnore]
    public int NextAttempt => Attempts + LostAnswers + 1;

    /// <summary>The network has taken it and has not said yet what became of it: no answer was lost.</summary>
    [JsonIgnore]
    public bool IsAccepted =>
        this is { State: PublicationState.Publishing, Intent: not null, Waiting.Reason: WaitReason.Processing };

    /// <summary>It waits for its channel to be connected again, whatever else may stand in its way meanwhile.</summary>
    [JsonIgnore]
    public bool IsParked => Waiting is { Reason: WaitReason.Reconnect, Until: null };
}

/// <summary>Who may make the effectful call, and until when.</summary>
/// <param name="Owner">One run of one worker.</param>
public sealed record Lease(string Owner, DateTimeOffset Until);

/// <summary>An effectful call that was about to be made. While it stands, nobody knows whether it was.</summary>
/// <param name="Fingerprint">Of what was sent: the content's hash and the step.</param>
/// <param name="Deadline">When the call had to be over: from then on absence can prove something.</param>
public sealed record Intent(string Step, int Attempt, string Fingerprint, DateTimeOffset At, DateTimeOffset Deadline)
{
    /// <summary>Our clock and the network's may differ by as much: a post can look older than its call.</summary>
    internal static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);

    /// <summary>No post of this call looks older to the network.</summary>
    [JsonIgnore]
    internal DateTimeOffset NotBefore => At - ClockTolerance;

    /// <summary>The call is known to be over at <paramref name="now"/>.</summary>
    internal Intent OverBy(DateTimeOffset now) => Deadline > now ? this with { Deadline = now } : this;
}

/// <param name="Reason">Stable: <c>rateLimit</c>, <c>reconnect</c>, <c>processing</c>, <c>retry</c>, …</param>
/// <param name="Message">For a person.</param>
/// <param name="Until">When it is looked at again; null where only an event ends it.</param>
public sealed record Waiting(string Reason, string Message, DateTimeOffset? Until);

/// <param name="Class">A refusal class, or <c>internal</c>.</param>
public sealed record PublicationFailure(
    string Class,
    string Code,
    string Message,
    string NextStep,
    string? Source,
    DateTimeOffset At
);

/// <param name="Event">Stable: <c>scheduled</c>, <c>prepared</c>, <c>claimed</c>, <c>accepted</c>, <c>published</c>, <c>waiting</c>, …</param>
/// <param name="Detail">For a person; never a secret.</param>
/// <param name="Reason">Of a wait, one of <see cref="WaitReason"/>; of what became of a lost answer, who found out: <see cref="WaitReason.Reconcile"/> or <see cref="WaitReason.Decision"/>.</param>
/// <param name="CorrelationId">Of the request that made it.</param>
public sealed record TimelineEntry(
    DateTimeOffset At,
    string Event,
    string? Detail = null,
    PlatformCall? Call = null,
    string? Reason = null,
    string? CorrelationId = null
);
