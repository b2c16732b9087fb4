using Atlas.Core.Problems;
using Atlas.Core.Storage;

namespace Atlas.Core.Workspaces;

/// <summary>Shows and changes the caller's workspace. A key belongs to one, so there is no other to be seen.</summary>
public sealed class WorkspaceSettings(IRowStore rows, Authenticator authenticator)
{
    public async Task<Outcome<Answer>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var current = await ReadAsync(caller.WorkspaceId, cancellationToken);
        return Answer.Ok(
            new WorkspaceListView(current is null ? [] : [WorkspaceView.Of(current.Value)], Next: null),
            ApiJson.Default.WorkspaceListView
        );
    }

    public async Task<Outcome<Answer>> ReadAsync(Caller caller, Id<Workspace> id, CancellationToken cancellationToken) =>
        id == caller.WorkspaceId && await ReadAsync(id, cancellationToken) is { } current
            ? Show(current.Value)
            : Problem.NotFound("workspace");

    public async Task<Outcome<Answer>> UpdateAsync(
        Caller caller,
        Id<Workspace> id,
        UpdateWorkspaceRequest request,
        string? ifMatch,
        CancellationToken cancellationToken
    )
    {
        if (id != caller.WorkspaceId || await ReadAsync(id, cancellationToken) is not { } current)
        {
            return Problem.NotFound("workspace");
        }

        if (!EntityTag.Allows(ifMatch, current.Value.ToRow(StoredJson.Default.Workspace).Span))
        {
            return Problem.PreconditionFailed();
        }

        var next = current.Value with
        {
            Name = request.Name ?? current.Value.Name,
            TimeZone = request.TimeZone ?? current.Value.TimeZone,
        };
        List<ProblemError> errors = [];
        WorkspaceRules.CheckName(errors, next.Name);
        WorkspaceRules.CheckTimeZone(errors, next.TimeZone);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var write = RowWrite.Replace(WorkspaceKeys.Workspace, next.ToRow(StoredJson.Default.Workspace), current.ETag);
        var outcome = await rows.WriteAsync(WorkspaceKeys.Partition(id), [write], cancellationToken);
        authenticator.Forget(ApiKeySecret.HashOf(caller.Credential));
        return outcome.Succeeded ? Show(next) : Problem.PreconditionFailed();
    }

    private static Answer Show(Workspace workspace) =>
        Answer.Ok(
            WorkspaceView.Of(workspace),
            ApiJson.Default.WorkspaceView,
            EntityTag.Of(workspace.ToRow(StoredJson.Default.Workspace).Span)
        );

    private ValueTask<Versioned<Workspace>?> ReadAsync(Id<Workspace> id, CancellationToken cancellationToken) =>
        rows.ReadAsync(WorkspaceKeys.Partition(id), WorkspaceKeys.Workspace, StoredJson.Default.Workspace, cancellationToken);
}
