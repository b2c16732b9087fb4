using Atlas.Core;
using Atlas.Core.Connections;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Apps;

public sealed class AppTriggers(OwnApps apps, ApiOptions options)
{
    [Function("GetApp")]
    [RequiresScope(Scopes.Admin)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/apps/{name}")] HttpRequest request,
        string name,
        FunctionContext context,
        CancellationToken cancellationToken
    ) => (await apps.ReadAsync(context.Caller(), name, cancellationToken)).ToHttp();

    [Function("SetApp")]
    [RequiresScope(Scopes.Admin)]
    public async Task<IResult> SetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/apps/{name}")] HttpRequest request,
        string name,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var read = await request.ReadAsync(context, ApiJson.Default.SetAppRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (await apps.SetAsync(read.Value.Caller, name, read.Value.Body, cancellationToken)).ToHttp();
    }

    [Function("RemoveApp")]
    [RequiresScope(Scopes.Admin)]
    public async Task<IResult> RemoveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/apps/{name}")] HttpRequest request,
        string name,
        FunctionContext context,
        CancellationToken cancellationToken
    ) => (await apps.RemoveAsync(context.Caller(), name, cancellationToken)).ToHttp();
}
