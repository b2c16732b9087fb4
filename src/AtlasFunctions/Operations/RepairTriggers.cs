using Atlas.Core;
using Atlas.Core.Operations;
using Atlas.Core.Problems;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Operations;

/// <summary>Dead letters, indexes, secrets, and the log of what operators did.</summary>
public sealed class RepairTriggers(
    DeadLetterOffice deadLetters,
    IndexChecks checks,
    RotateSecrets rotate,
    OperationsLog log,
    ApiOptions options
)
{
    [Function("ListDeadLetters")]
    [RequiresScope(Scopes.Operate)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/v1/operations/dead-letters")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var parameters = new RequestParameters(request);
        var (cursor, limit) = (parameters.Cursor(), parameters.Limit());
        return parameters.Problem is { } problem
            ? problem.ToHttp()
            : (await deadLetters.ListAsync(cursor, limit, cancellationToken)).ToHttp();
    }

    [Function("ReplayDeadLetters")]
    [RequiresScope(Scopes.Operate)]
    public Task<IResult> ReplayAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/v1/operations/dead-letters/replay")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    ) => SettleAsync(request, context, replay: true, cancellationToken);

    [Function("DiscardDeadLetters")]
    [RequiresScope(Scopes.Operate)]
    public Task<IResult> DiscardAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/v1/operations/dead-letters/discard")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    ) => SettleAsync(request, context, replay: false, cancellationToken);

    [Function("CheckIndexes")]
    [RequiresScope(Scopes.Operate)]
    public async Task<IResult> CheckAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/v1/operations/index-checks")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var read = await request.ReadAsync(context, OperationsJson.Default.CheckIndexesRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (await checks.StartAsync(read.Value.Caller, read.Value.Body, cancellationToken)).ToHttp();
    }

    [Function("GetIndexCheck")]
    [RequiresScope(Scopes.Operate)]
    public async Task<IResult> ReadCheckAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/v1/operations/index-checks/{checkId}")] HttpRequest request,
        string checkId,
        CancellationToken cancellationToken
    ) =>
        Id<IndexCheck>.TryParse(checkId, out var id)
            ? (await checks.ReadAsync(id, cancellationToken)).ToHttp()
            : Problem.NotFound("check").ToHttp();

    [Function("RotateKey")]
    [RequiresScope(Scopes.Operate)]
    public async Task<IResult> RotateKeyAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/v1/operations/keys/{name}/rotate")] HttpRequest request,
        string name,
        FunctionContext context,
        CancellationToken cancellationToken
    ) => (await rotate.RotateKeyAsync(context.Caller(), name, cancellationToken)).ToHttp();

    [Function("RotateApp")]
    [RequiresScope(Scopes.Operate)]
    public async Task<IResult> RotateAppAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/v1/operations/apps/{name}/rotate")] HttpRequest request,
        string name,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var read = await request.ReadAsync(context, OperationsJson.Default.RotateAppRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (await rotate.RotateAppAsync(read.Value.Caller, name, read.Value.Body, cancellationToken)).ToHttp();
    }

    [Function("ListOperations")]
    [RequiresScope(Scopes.Operate)]
    public async Task<IResult> LogAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/v1/operations/log")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var parameters = new RequestParameters(request);
        var (cursor, limit) = (parameters.Cursor(), parameters.Limit());
        return parameters.Problem is { } problem
            ? problem.ToHttp()
            : (await log.ListAsync(cursor, limit, cancellationToken)).ToHttp();
    }

    private async Task<IResult> SettleAsync(
        HttpRequest request,
        FunctionContext context,
        bool replay,
        CancellationToken cancellationToken
    )
    {
        var read = await request.ReadAsync(context, OperationsJson.Default.SettleDeadLettersRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (await deadLetters.SettleAsync(read.Value.Caller, read.Value.Body, replay, cancellationToken)).ToHttp();
    }
}
