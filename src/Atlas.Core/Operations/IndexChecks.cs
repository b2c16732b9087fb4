using Atlas.Core.Messaging;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Operations;

/// <summary>Starts checks of indexes, carries them on by messages, and tells how they stand.</summary>
public sealed class IndexChecks(IRowStore rows, WorkspaceIndexes indexes, Outbox outbox, OperationsLog log, TimeProvider time)
{
    private const int RowsPerRun = 1000;
    private const int PageSize = 100;
    private const int KeptFindings = 200;
    private static readonly TimeSpan s_runTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(30);

    public async Task<Outcome<Answer>> StartAsync(Caller caller, CheckIndexesRequest request, CancellationToken cancellationToken)
    {
        if (
            request.WorkspaceId is { } workspace
            && await rows.ReadAsync(WorkspaceKeys.Partition(workspace), WorkspaceKeys.Workspace, cancellationToken) is null
        )
        {
            return Problem.Invalid("workspaceId", "unknown", "There is no such workspace.");
        }

        await PurgeAsync(cancellationToken);
        var check = new IndexCheck
        {
            Id = Id<IndexCheck>.New(time),
            By = caller.KeyId,
            StartedAt = time.GetUtcNow(),
            Repair = request.Repair ?? false,
            WorkspaceId = request.WorkspaceId,
        };
        var entry = log.Entry(
            caller,
            OperationAction.IndexesChecked,
            request.WorkspaceId is { } one ? $"workspace:{one}" : "all",
            ("check", check.Id.ToString()),
            ("repair", check.Repair ? "true" : "false")
        );
        await rows.WriteAsync(
            SystemKeys.Operations,
            [RowWrite.Insert(check.Key, check.ToRow(StoredJson.Default.IndexCheck)), entry],
            cancellationToken
        );
        await SendAsync(check, cancellationToken);
        return Answer.Accepted(
            IndexCheckView.Of(check),
            OperationsJson.Default.IndexCheckView,
            $"/api/v1/operations/index-checks/{check.Id}"
        );
    }

    public async Task<Outcome<Answer>> ReadAsync(Id<IndexCheck> id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { Value: var check }
            ? Answer.Ok(IndexCheckView.Of(check), OperationsJson.Default.IndexCheckView)
            : Problem.NotFound("check");

    /// <summary>One stretch of the walk. A message that comes twice finds that it has been walked, or walks it again.</summary>
    public async Task RunAsync(Id<IndexCheck> id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { Value: { EndedAt: null } check } current)
        {
            return;
        }

        var (end, start) = (check.Rows + RowsPerRun, time.GetTimestamp());
        while (check.EndedAt is null && check.Rows < end && time.GetElapsedTime(start) < s_runTime)
        {
            check = check.Range is null
                ? await NextWorkspaceAsync(check, cancellationToken)
                : await WalkAsync(check, cancellationToken);
        }

        var write = RowWrite.Replace(check.Key, check.ToRow(StoredJson.Default.IndexCheck), current.ETag);
        if (
            (await rows.WriteAsync(SystemKeys.Operations, [write], cancellationToken)).Succeeded // else another delivery was faster
            && check.EndedAt is null
        )
        {
            await SendAsync(check, cancellationToken);
        }
    }

    private async Task<IndexCheck> WalkAsync(IndexCheck check, CancellationToken cancellationToken)
    {
        var (workspace, range) = (check.Current!.Value, check.Range!.Value);
        var page = await indexes.CheckAsync(workspace, range, check.After, PageSize, check.Repair, cancellationToken);
        var isLast = page.Last is null && range + 1 == WorkspaceIndexes.Ranges.Count;
        return Add(check, page.Findings) with
        {
            Range =
                page.Last is not null ? range
                : isLast ? null
                : range + 1,
            After = page.Last,
            Workspaces = check.Workspaces + (isLast ? 1 : 0),
            Rows = check.Rows + page.Rows,
        };
    }

    private static IndexCheck Add(IndexCheck check, IReadOnlyList<IndexFinding> found) =>
        check with
        {
            Found = check.Found + found.Count,
            Repaired = check.Repaired + found.Count(finding => finding.Repaired is true),
            Findings = [.. check.Findings, .. found.Take(KeptFindings - check.Findings.Count)],
        };

    /// <summary>One that can't be read may be of a later release, and is left to it.</summary>
    private bool IsOld(Row row)
    {
        try
        {
            return row.As(StoredJson.Default.IndexCheck).Value.StartedAt < time.GetUtcNow() - s_kept;
        }
        catch (Exception ex) when (WorkspaceIndexes.IsUnreadable(ex))
        {
            return false;
        }
    }

    private async Task<IndexCheck> NextWorkspaceAsync(IndexCheck check, CancellationToken cancellationToken)
    {
        if (check.WorkspaceId is { } only)
        {
            return check.Current is null ? check with { Current = only, Range = 0 } : check with { EndedAt = time.GetUtcNow() };
        }

        var range = new RowRange("0", "g"); // ids; the same partition keeps answers under other names
        range = check.Current is { } last ? range.AfterKey(last.ToString()) : range;
        while ((await rows.ReadRangeAsync(SystemKeys.Workspaces, range, 1, cancellationToken)).Rows is [var next])
        {
            check = check with { Rows = check.Rows + 1 };
            if (Id<Workspace>.TryParse(next.Key, out var id))
            {
                return check with { Current = id, Range = 0 };
            }

            check = Add(
                check,
                [new IndexFinding(default, "row.unreadable", next.Key, "A workspace has no id for a name.", null)]
            );
            range = range.AfterKey(next.Key);
        }

        return check with
        {
            EndedAt = time.GetUtcNow(),
        };
    }

    private ValueTask<Versioned<IndexCheck>?> FindAsync(Id<IndexCheck> id, CancellationToken cancellationToken) =>
        rows.ReadAsync(SystemKeys.Operations, IndexCheck.KeyOf(id), StoredJson.Default.IndexCheck, cancellationToken);

    private Task SendAsync(IndexCheck check, CancellationToken cancellationToken) =>
        outbox.SendLaterAsync(default, new WorkItem.CheckIndexes(check.Id), TimeSpan.Zero, cancellationToken);

    private async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var page = await rows.ReadRangeAsync(
            SystemKeys.Operations,
            RowRange.StartingWith(IndexCheck.Prefix),
            RowLimits.MaxWrites,
            cancellationToken
        );
        var old = page.Rows.Where(IsOld).Select(row => RowWrite.Delete(row.Key)).ToList();
        if (old.Count > 0)
        {
            await rows.WriteAsync(SystemKeys.Operations, old, cancellationToken);
        }
    }
}

public sealed record CheckIndexesRequest(Id<Workspace>? WorkspaceId, bool? Repair);

/// <param name="State"><c>running</c> or <c>done</c>.</param>
/// <param name="Rows">Looked at so far.</param>
/// <param name="Findings">The first of them.</param>
public sealed record IndexCheckView(
    Id<IndexCheck> Id,
    string State,
    bool Repair,
    Id<Workspace>? WorkspaceId,
    string By,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    int Workspaces,
    int Rows,
    int Found,
    int Repaired,
    IReadOnlyList<IndexFinding> Findings
)
{
    internal static IndexCheckView Of(IndexCheck check) =>
        new(
            check.Id,
            check.EndedAt is null ? "running" : "done",
            check.Repair,
            check.WorkspaceId,
            check.By,
            check.StartedAt,
            check.EndedAt,
            check.Workspaces,
            check.Rows,
            check.Found,
            check.Repaired,
            check.Findings
        );
}
