using Atlas.Core;
using Atlas.Core.Alerts;
using Atlas.Core.Problems;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Alerts;

public sealed class AlertTriggers(WorkspaceAlerts alerts)
{
    [Function("ListAlerts")]
    [RequiresScope(Scopes.PostsRead)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/alerts")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var parameters = new RequestParameters(request);
        var (open, cursor, limit) = (parameters.Flag("open"), parameters.Cursor(), parameters.Limit());
        return parameters.Problem is { } problem
            ? problem.ToHttp()
            : (await alerts.ListAsync(context.Caller(), open, cursor, limit, cancellationToken)).ToHttp();
    }

    [Function("AcknowledgeAlert")]
    [RequiresScope(Scopes.PostsWrite)]
    public async Task<IResult> AcknowledgeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/alerts/{alertId}/acknowledge")] HttpRequest request,
        string alertId,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var caller = context.Caller();
        var key = request.ReadIdempotencyKey(caller);
        return !Id<Alert>.TryParse(alertId, out var id) ? Problem.NotFound("alert").ToHttp()
            : key.Failed ? key.Problem.ToHttp()
            : (await alerts.AcknowledgeAsync(caller, id, key.Value.Key, cancellationToken)).ToHttp();
    }
}
