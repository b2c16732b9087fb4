using Atlas.Core.Messaging;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Channels;

/// <summary>What becomes of a channel's open publications when it is disconnected or connected again.</summary>
public sealed class ChannelPublications(
    PublicationLedger ledger,
    ChannelStore channels,
    PublicationStore publications,
    DueIndex dueIndex,
    PublicationNudge nudge,
    TimeProvider time
)
{
    private const string DisconnectedMessage = "The channel was disconnected. Connect the account again to go on.";

    /// <summary>What is due longer ago than this no sweep finds any more: it is under the old day in the due index.</summary>
    private static readonly TimeSpan s_swept = TimeSpan.FromDays(30);

    /// <summary>What is in the middle of its call is called off: it is cancelled as soon as that call has come to nothing.</summary>
    public Task ReleaseAsync(
        Id<Workspace> workspace,
        WorkItem.ReleasePublications release,
        IPublicationStarter starter,
        CancellationToken cancellationToken
    ) =>
        ChangeAllAsync(
            workspace,
            release.ChannelId,
            starter,
            token => IsStillDisconnectedAsync(workspace, release, token),
            publication =>
                release.Mode == ReleaseMode.Cancel ? CallOff(publication)
                : CanWait(publication) ? Park(publication)
                : null,
            cancellationToken
        );

    public Task ResumeAsync(
        Id<Workspace> workspace,
        Id<Channel> channel,
        IPublicationStarter starter,
        CancellationToken cancellationToken
    ) =>
        ChangeAllAsync(
            workspace,
            channel,
            starter,
            _ => ValueTask.FromResult(true),
            publication =>
                publication is { State: PublicationState.Waiting, Waiting.Reason: WaitReason.Reconnect, Schedule: { } schedule }
                    ? Resume(publication, schedule)
                    : null,
            cancellationToken
        );

    private Publication Resume(Publication publication, Schedule schedule)
    {
        var now = time.GetUtcNow();
        return now - schedule.At <= s_swept ? publication.ScheduleAt(schedule, publication.LatePolicy, now)
            : publication.LatePolicy.Stops(schedule.At, now) ? publication.Miss(now)
            : publication.ScheduleAt(WallClock.At(now, schedule.TimeZone), publication.LatePolicy, now);
    }

    /// <summary>The message may come late or again: by then the account may be connected again, and its posts are nobody's to cancel.</summary>
    private async ValueTask<bool> IsStillDisconnectedAsync(
        Id<Workspace> workspace,
        WorkItem.ReleasePublications release,
        CancellationToken cancellationToken
    ) =>
        (await channels.ReadAsync(workspace, release.ChannelId, cancellationToken))?.Value
            is { State: ChannelState.Disconnected } channel
        && channel.Generation == release.Generation;

    private Publication? CallOff(Publication publication) =>
        publication.CalledOff is null || publication.State.IsEditable()
            ? publication.CallOff(time.GetUtcNow(), "The channel was disconnected.")
            : null;

    /// <summary>What waits goes on by itself, which an approval that is still to be given may not.</summary>
    private static bool CanWait(Publication publication) =>
        publication.State.IsEditable()
        && publication.State != PublicationState.AwaitingApproval
        && publication.Waiting is not { Reason: WaitReason.Reconnect };

    /// <summary>Whether it waits because its channel was disconnected. Whoever did that was told nothing of its posts.</summary>
    internal static bool IsReleased(Publication publication) =>
        publication.Waiting is { Reason: WaitReason.Reconnect, Message: DisconnectedMessage };

    private Publication Park(Publication publication) =>
        (
            publication with
            {
                State = PublicationState.Waiting,
                Generation = publication.Generation + 1,
                Cursor = null,
                ReadyUntil = null,
                Waiting = new Waiting(WaitReason.Reconnect, DisconnectedMessage, Until: null),
            }
        ).Log(new TimelineEntry(time.GetUtcNow(), "waiting", "The channel was disconnected.", Reason: WaitReason.Reconnect));

    /// <param name="change">Null leaves the publication as it is.</param>
    private async Task ChangeAllAsync(
        Id<Workspace> workspace,
        Id<Channel> channel,
        IPublicationStarter starter,
        Func<CancellationToken, ValueTask<bool>> stillHolds,
        Func<Publication, Publication?> change,
        CancellationToken cancellationToken
    )
    {
        var query = new PublicationQuery(
            PublicationStates.Open,
            channel,
            DueFrom: null,
            DueBefore: null,
            Cursor: null,
            Limit: 100
        );
        do
        {
            var page = await publications.ListAsync(workspace, query, cancellationToken);
            foreach (var publication in page.Items)
            {
                if (!await stillHolds(cancellationToken))
                {
                    return;
                }

                await ChangeAsync(publication, starter, change, cancellationToken);
            }

            query = query with { Cursor = page.Next };
        } while (query.Cursor is not null);
    }

    private async Task ChangeAsync(
        Versioned<Publication> current,
        IPublicationStarter starter,
        Func<Publication, Publication?> change,
        CancellationToken cancellationToken
    )
    {
        for (var latest = current; latest is not null; )
        {
            // A race may have settled it: what has failed, was missed or cancelled stays so.
            if (!latest.Value.State.IsOpen() || change(latest.Value) is not { } next)
            {
                return;
            }

            var seen = latest;
            var written = await dueIndex.AddAroundAsync(
                next.State == PublicationState.Scheduled ? [DueEntry.Of(next, time.GetUtcNow())] : [],
                time,
                () => ledger.TryReplaceAsync(seen, next, cancellationToken),
                cancellationToken
            );
            if (written is not null)
            {
                await nudge.AfterChangeAsync(starter, latest.Value, next, cancellationToken);
                return;
            }

            latest = await publications.ReadAsync(next.WorkspaceId, next.Id, cancellationToken);
        }
    }
}
