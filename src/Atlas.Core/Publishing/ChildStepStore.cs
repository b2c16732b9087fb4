using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Publishing;

/// <summary>The rows of the steps that follow live posts.</summary>
public sealed class ChildStepStore(IRowStore rows)
{
    /// <summary>In their order.</summary>
    public async Task<IReadOnlyList<Versioned<ChildStep>>> ListAsync(
        Id<Workspace> workspace,
        Id<Publication> publication,
        CancellationToken cancellationToken
    )
    {
        var page = await rows.ReadRangeAsync(
            WorkspaceKeys.Partition(workspace),
            RowRange.StartingWith(WorkspaceKeys.ChildSteps(publication)),
            RowLimits.MaxWrites,
            cancellationToken
        );
        return [.. page.Rows.Select(row => row.As(StoredJson.Default.ChildStep)).OrderBy(step => step.Value.Order)];
    }

    /// <summary>Null where somebody moved the row first.</summary>
    public async Task<Versioned<ChildStep>?> TryReplaceAsync(
        Versioned<ChildStep> current,
        ChildStep next,
        CancellationToken cancellationToken
    )
    {
        var partition = WorkspaceKeys.Partition(next.WorkspaceId);
        var outcome = await rows.WriteAsync(partition, [Replace(current, next)], cancellationToken);
        return outcome.Succeeded ? new Versioned<ChildStep>(next, outcome.ETags[0]!) : null;
    }

    internal static RowWrite Replace(Versioned<ChildStep> current, ChildStep next) =>
        RowWrite.Replace(
            WorkspaceKeys.ChildStep(next.PublicationId, next.Name),
            next.ToRow(StoredJson.Default.ChildStep),
            current.ETag
        );
}
