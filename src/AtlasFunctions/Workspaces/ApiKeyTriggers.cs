using Atlas.Core;
using Atlas.Core.Problems;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Workspaces;

public sealed class ApiKeyTriggers(ApiKeys keys, ApiOptions options)
{
    [Function("CreateApiKey")]
    [RequiresScope(Scopes.Admin)]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/api-keys")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var read = await request.ReadAsync(context, ApiJson.Default.CreateApiKeyRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (await keys.CreateAsync(read.Value.Caller, read.Value.Body, read.Value.IdempotencyKey, cancellationToken)).ToHttp();
    }

    [Function("ListApiKeys")]
    [RequiresScope(Scopes.Admin)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/api-keys")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var parameters = new RequestParameters(request);
        var (cursor, limit) = (parameters.Cursor(), parameters.Limit());
        return parameters.Problem is { } problem
            ? problem.ToHttp()
            : (await keys.ListAsync(context.Caller(), cursor, limit, cancellationToken)).ToHttp();
    }

    [Function("RevokeApiKey")]
    [RequiresScope(Scopes.Admin)]
    public async Task<IResult> RevokeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/api-keys/{keyId}")] HttpRequest request,
        string keyId,
        FunctionContext context,
        CancellationToken cancellationToken
    ) =>
        Id<ApiKey>.TryParse(keyId, out var id)
            ? (await keys.RevokeAsync(context.Caller(), id, cancellationToken)).ToHttp()
            : Problem.NotFound("key").ToHttp();
}
