using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Storage;

namespace Atlas.Core.Workspaces;

/// <summary>
/// Makes a workspace and its first key. Three partitions are written; the entry in the list of workspaces comes last and
/// makes it so, together with the kept answer. What a crash leaves before that is rows that no key opens.
/// </summary>
public sealed class CreateWorkspace(IRowStore rows, CommandLedger commands, ApiKeys apiKeys, TimeProvider time)
{
    public async Task<Outcome<Answer>> HandleAsync(
        CreateWorkspaceRequest request,
        IdempotencyKey? idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        List<ProblemError> errors = [];
        WorkspaceRules.CheckName(errors, request.Name);
        WorkspaceRules.CheckTimeZone(errors, request.TimeZone);
        return errors.Count > 0
            ? Problem.Invalid(errors)
            : await commands.DoAsync(
                SystemKeys.Workspaces,
                idempotencyKey,
                async token => await CreateAsync(request.Name!, request.TimeZone!, token),
                cancellationToken
            );
    }

    private async Task<Change> CreateAsync(string name, string timeZone, CancellationToken cancellationToken)
    {
        var workspace = new Workspace
        {
            Id = Id<Workspace>.New(time),
            Name = name,
            TimeZone = timeZone,
            CreatedAt = time.GetUtcNow(),
        };
        var (key, secret) = apiKeys.Make(workspace.Id, "First key", [Scopes.Admin]);
        await apiKeys.PublishAsync(key, cancellationToken);
        await rows.WriteAsync(
            WorkspaceKeys.Partition(workspace.Id),
            [
                RowWrite.Insert(WorkspaceKeys.Workspace, workspace.ToRow(StoredJson.Default.Workspace)),
                RowWrite.Insert(WorkspaceKeys.ApiKey(key.Id.ToString()), key.ToRow(StoredJson.Default.ApiKey)),
            ],
            cancellationToken
        );

        var view = new WorkspaceCreatedView(
            workspace.Id,
            name,
            timeZone,
            workspace.CreatedAt,
            ApiKeyView.Of(key, secret.Reveal())
        );
        var answer = Answer.Created(view, ApiJson.Default.WorkspaceCreatedView, $"/api/v1/workspaces/{workspace.Id}");
        return new Change([RowWrite.Upsert(workspace.Id.ToString(), default)], answer) { HasSecret = true };
    }
}
