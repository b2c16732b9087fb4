using Atlas.Core.Audit;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Audit;

public sealed class AuditTrigger(AuditLog audit)
{
    [Function("ListAudit")]
    [RequiresScope(Scopes.Admin)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/audit")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var parameters = new RequestParameters(request);
        var (cursor, limit) = (parameters.Cursor(), parameters.Limit());
        return parameters.Problem is { } problem
            ? problem.ToHttp()
            : (await audit.ListAsync(context.Caller(), cursor, limit, cancellationToken)).ToHttp();
    }
}
