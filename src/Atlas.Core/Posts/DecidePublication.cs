using Atlas.Core.Idempotency;
using Atlas.Core.Platforms;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Posts;

/// <summary>What a person decides where the machine has stopped: try it again, or say what became of it.</summary>
public sealed class DecidePublication(
    IRowStore rows,
    CommandLedger commands,
    PublicationStore publications,
    PostInspection inspection,
    PlatformPublishers publishers,
    PublicationNudge nudge,
    PublicationMoves moves,
    TimeProvider time
)
{
    /// <summary>It becomes part of a row's key, where each character may take three.</summary>
    private const int MaxPlatformPostId = 128;

    public Task<Outcome<Answer>> RetryAsync(
        Caller caller,
        Id<Publication> id,
        IdempotencyKey? idempotencyKey,
        string? ifMatch,
        IPublicationStarter starter,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            caller,
            id,
            idempotencyKey,
            ifMatch,
            async (current, token) =>
            {
                if (current.Value.State is not (PublicationState.Failed or PublicationState.Missed))
                {
                    return WrongState(current.Value, "only what has failed or was missed can be tried again.");
                }

                var findings = await inspection.InspectAsync(current.Value, token);
                if (RefusalOf(findings) is { } refusal)
                {
                    return refusal;
                }

                var now = time.GetUtcNow();
                var schedule = WallClock.At(now, current.Value.Schedule?.TimeZone ?? caller.TimeZone);
                var next = current.Value.ScheduleAt(schedule, current.Value.LatePolicy, now);
                return Store(current, next, findings, [], starter);
            },
            cancellationToken
        );

    public Task<Outcome<Answer>> ResolveAsync(
        Caller caller,
        Id<Publication> id,
        ResolvePublicationRequest request,
        IdempotencyKey? idempotencyKey,
        string? ifMatch,
        IPublicationStarter starter,
        CancellationToken cancellationToken
    )
    {
        if (request.Outcome is null)
        {
            return Refuse("outcome", "Say published or notPublished.");
        }

        if (request.Outcome == ResolveOutcome.Published && string.IsNullOrWhiteSpace(request.PlatformPostId))
        {
            return Refuse("platformPostId", "Give the id that the network shows for the live post.");
        }

        if (request.PlatformPostId?.Length > MaxPlatformPostId)
        {
            return Refuse("platformPostId", $"An id has at most {MaxPlatformPostId} characters.");
        }

        return ChangeAsync(
            caller,
            id,
            idempotencyKey,
            ifMatch,
            async (current, token) =>
                current.Value is not { State: PublicationState.Unknown, Lease: null }
                    ? WrongState(current.Value, "only one whose outcome is unknown can be resolved.")
                : request.Outcome == ResolveOutcome.Published ? await StorePublishedAsync(current, request, starter, token)
                : Store(current, current.Value.FoundNothing(time.GetUtcNow()), [], [], starter),
            cancellationToken
        );
    }

    private static Task<Outcome<Answer>> Refuse(string field, string message) =>
        Task.FromResult<Outcome<Answer>>(Problem.Invalid(field, "required", message));

    private async ValueTask<Outcome<Change>> StorePublishedAsync(
        Versioned<Publication> current,
        ResolvePublicationRequest request,
        IPublicationStarter starter,
        CancellationToken cancellationToken
    )
    {
        var next = current.Value.FoundLive(request.PlatformPostId!, request.Permalink, time.GetUtcNow());
        var partition = WorkspaceKeys.Partition(current.Value.WorkspaceId);
        if (await rows.ReadAsync(partition, PublicationRows.LiveKey(next), cancellationToken) is not null)
        {
            return Problem.Conflict("post-owned", "Another publication is that live post. Look at the id again.");
        }

        List<RowWrite> more = [];
        PublicationRows.AddLive(more, next, publishers.Find(next.Platform)?.Children(next.Content) ?? []);
        return Store(current, next, [], more, starter);
    }

    private Task<Outcome<Answer>> ChangeAsync(
        Caller caller,
        Id<Publication> id,
        IdempotencyKey? idempotencyKey,
        string? ifMatch,
        Func<Versioned<Publication>, CancellationToken, ValueTask<Outcome<Change>>> decide,
        CancellationToken cancellationToken
    ) =>
        commands.DoAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            idempotencyKey,
            async token =>
                await publications.ReadAsync(caller.WorkspaceId, id, token) is not { } current ? Problem.NotFound("publication")
                : !EntityTag.Allows(ifMatch, current.Value.ToRow(StoredJson.Default.Publication).Span)
                    ? Problem.PreconditionFailed()
                : await decide(current, token),
            cancellationToken
        );

    private Change Store(
        Versioned<Publication> current,
        Publication next,
        IReadOnlyList<FindingView> findings,
        List<RowWrite> more,
        IPublicationStarter starter
    )
    {
        List<RowWrite> writes = [];
        PublicationRows.Replace(writes, current, next);
        writes.AddRange(more);
        return new Change(writes, ReadPublications.Show(next, findings))
        {
            Due = next.State is PublicationState.Scheduled or PublicationState.Published
                ? [DueEntry.Of(next, time.GetUtcNow())]
                : [],
            Afterwards = token =>
            {
                moves.Report(current.Value, next);
                return nudge.AfterChangeAsync(starter, current.Value, next, token);
            },
        };
    }

    private static Problem WrongState(Publication publication, string why) =>
        Problem.Conflict("wrong-state", $"The publication is {publication.State}: {why}");

    internal static Problem? RefusalOf(IReadOnlyList<FindingView> findings) =>
        findings.Any(finding => finding.Severity == FindingSeverity.Error)
            ? Problem.Invalid([
                .. findings
                    .Where(finding => finding.Severity == FindingSeverity.Error)
                    .Select(finding => new ProblemError(
                        finding.Field,
                        finding.Rule,
                        finding.Message,
                        finding.Limit,
                        finding.Actual,
                        finding.Platform.ToName(),
                        finding.Source
                    )),
            ])
            : null;
}
