using Atlas.Core;
using Atlas.Core.Problems;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Workspaces;

public sealed class WorkspaceTriggers(CreateWorkspace create, WorkspaceSettings workspaces, ApiOptions options)
{
    [Function("CreateWorkspace")]
    [RequiresScope(Scopes.SetUp)]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/workspaces")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var read = await request.ReadAsync(context, ApiJson.Default.CreateWorkspaceRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (await create.HandleAsync(read.Value.Body, read.Value.IdempotencyKey, cancellationToken)).ToHttp();
    }

    [Function("ListWorkspaces")]
    [RequiresScope(Scopes.WorkspaceRead)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    ) => (await workspaces.ListAsync(context.Caller(), cancellationToken)).ToHttp();

    [Function("GetWorkspace")]
    [RequiresScope(Scopes.WorkspaceRead)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/workspaces/{workspaceId}")] HttpRequest request,
        string workspaceId,
        FunctionContext context,
        CancellationToken cancellationToken
    ) =>
        Id<Workspace>.TryParse(workspaceId, out var id)
            ? (await workspaces.ReadAsync(context.Caller(), id, cancellationToken)).ToHttp()
            : Problem.NotFound("workspace").ToHttp();

    [Function("UpdateWorkspace")]
    [RequiresScope(Scopes.Admin)]
    public async Task<IResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/workspaces/{workspaceId}")] HttpRequest request,
        string workspaceId,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        if (!Id<Workspace>.TryParse(workspaceId, out var id))
        {
            return Problem.NotFound("workspace").ToHttp();
        }

        var read = await request.ReadAsync(context, ApiJson.Default.UpdateWorkspaceRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (
                await workspaces.UpdateAsync(read.Value.Caller, id, read.Value.Body, request.IfMatch(), cancellationToken)
            ).ToHttp();
    }
}
