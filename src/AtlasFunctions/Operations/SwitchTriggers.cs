using Atlas.Core.Operations;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Operations;

/// <summary>Holding publishing and letting it go on. The host asks for a function key before any of this runs.</summary>
public sealed class SwitchTriggers(OperateSwitches switches, ApiOptions options)
{
    [Function("GetOperations")]
    [RequiresScope(Scopes.Operate)]
    public async Task<IResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/v1/operations")] HttpRequest request,
        CancellationToken cancellationToken
    ) => (await switches.ReadAsync(cancellationToken)).ToHttp();

    [Function("PausePublishing")]
    [RequiresScope(Scopes.Operate)]
    public async Task<IResult> PauseAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/v1/operations/pause")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var read = await request.ReadAsync(context, OperationsJson.Default.PauseRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (await switches.PauseAsync(read.Value.Caller, read.Value.Body, cancellationToken)).ToHttp();
    }

    [Function("ResumePublishing")]
    [RequiresScope(Scopes.Operate)]
    public async Task<IResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/v1/operations/resume")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var read = await request.ReadAsync(context, OperationsJson.Default.ResumeRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (await switches.ResumeAsync(read.Value.Caller, read.Value.Body, cancellationToken)).ToHttp();
    }

    [Function("DrainDeployment")]
    [RequiresScope(Scopes.Operate)]
    public async Task<IResult> DrainAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/v1/operations/drain")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var read = await request.ReadAsync(context, OperationsJson.Default.DrainRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (await switches.DrainAsync(read.Value.Caller, read.Value.Body, cancellationToken)).ToHttp();
    }

    [Function("UndrainDeployment")]
    [RequiresScope(Scopes.Operate)]
    public async Task<IResult> UndrainAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "api/v1/operations/drain")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    ) => (await switches.UndrainAsync(context.Caller(), cancellationToken)).ToHttp();
}
