using Atlas.Core.Posts;
using Atlas.Core.Scheduling;
using Atlas.Core.Tracing;

namespace Atlas.Core.Publishing;

/// <summary>What people may do to a publication, as plain functions. The caller has checked <see cref="PublicationStates.IsEditable"/>.</summary>
public static class PublicationTransitions
{
    internal const int KeptEntries = 60;
    internal const int LongestDetail = 400;
    internal const int KeptHeaders = 10;

    /// <summary>
    /// Adds to the timeline. The first entry stays; of a story longer than <see cref="KeptEntries"/> the oldest middle goes, and of a
    /// long text its end; headers stay with the <see cref="KeptHeaders"/> latest entries. A row has bounds.
    /// </summary>
    public static Publication Log(this Publication publication, TimelineEntry entry)
    {
        var timeline = publication.Timeline;
        if (RequestCorrelation.Current is { } correlation)
        {
            entry = entry with { CorrelationId = correlation };
        }

        if (entry.Detail is { Length: > LongestDetail } detail)
        {
            var end = char.IsHighSurrogate(detail[LongestDetail - 2]) ? LongestDetail - 2 : LongestDetail - 1;
            entry = entry with { Detail = $"{detail.AsSpan(0, end)}…" };
        }

        List<TimelineEntry> entries =
            timeline.Count < KeptEntries
                ? [.. timeline, entry]
                : [timeline[0], .. timeline.Skip(timeline.Count - KeptEntries + 2), entry];
        if (entries.Count > KeptHeaders && entries[^(KeptHeaders + 1)] is { Call: { Headers: not null } call } old)
        {
            entries[^(KeptHeaders + 1)] = old with { Call = call with { Headers = null } };
        }

        return publication with
        {
            Timeline = entries,
        };
    }

    /// <summary>Gives it a time. The approval is bound to the content as it is now; the orchestration that carried it before is superseded.</summary>
    public static Publication ScheduleAt(
        this Publication publication,
        Schedule schedule,
        LatePolicy latePolicy,
        DateTimeOffset now
    ) =>
        (
            publication with
            {
                State = PublicationState.Scheduled,
                Schedule = schedule,
                LatePolicy = latePolicy,
                ApprovedHash = publication.ContentHash,
                Generation = publication.Generation + 1,
                Attempts = 0,
                Waiting = null,
                Failure = null,
                CalledOff = null,
                TraceParent = PublicationTrace.Scheduled(publication, schedule.At),
            }
        ).Log(
            new TimelineEntry(
                now,
                publication.Schedule is null ? "scheduled" : "rescheduled",
                $"Due {schedule.LocalTime} {schedule.TimeZone}"
            )
        );

    /// <summary>Changes what goes out: what was prepared is thrown away, and so is the approval.</summary>
    public static Publication Edit(this Publication publication, PostContent content, DateTimeOffset now)
    {
        var hash = ContentHash.Of(content);
        return hash == publication.ContentHash
            ? publication
            : (
                publication with
                {
                    Content = content,
                    ContentHash = hash,
                    ApprovedHash = null,
                    Cursor = null,
                    ReadyUntil = null,
                }
            ).Log(new TimelineEntry(now, "edited"));
    }

    /// <summary>Takes it off the schedule, back to a draft.</summary>
    public static Publication Unschedule(this Publication publication, DateTimeOffset now) =>
        (
            publication with
            {
                State = PublicationState.Draft,
                Schedule = null,
                ApprovedHash = null,
                Generation = publication.Generation + 1,
                Waiting = null,
                Failure = null,
            }
        ).Log(new TimelineEntry(now, "unscheduled"));

    /// <summary>
    /// Cancels it, or, where a call may be under way or its outcome is unknown, as soon as that call is known to have come to nothing.
    /// </summary>
    public static Publication CallOff(this Publication publication, DateTimeOffset now, string reason) =>
        publication.State.IsEditable()
            ? publication.Cancel(now, reason)
            : (publication with { CalledOff = reason }).Log(new TimelineEntry(now, "calledOff", reason));

    public static Publication Cancel(this Publication publication, DateTimeOffset now, string? reason = null) =>
        (publication with { State = PublicationState.Cancelled, Generation = publication.Generation + 1, Waiting = null }).Log(
            new TimelineEntry(now, "cancelled", reason)
        );
}
