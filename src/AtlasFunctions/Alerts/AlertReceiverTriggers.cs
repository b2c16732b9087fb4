using Atlas.Core;
using Atlas.Core.Alerts;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Alerts;

public sealed class AlertReceiverTriggers(AlertReceivers receivers, ApiOptions options)
{
    [Function("GetAlertReceiver")]
    [RequiresScope(Scopes.Admin)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/alert-receiver")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    ) => (await receivers.ReadAsync(context.Caller(), cancellationToken)).ToHttp();

    [Function("SetAlertReceiver")]
    [RequiresScope(Scopes.Admin)]
    public async Task<IResult> SetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/alert-receiver")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var read = await request.ReadAsync(context, ApiJson.Default.SetAlertReceiverRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (
                await receivers.SetAsync(read.Value.Caller, read.Value.Body, read.Value.IdempotencyKey, cancellationToken)
            ).ToHttp();
    }

    [Function("RemoveAlertReceiver")]
    [RequiresScope(Scopes.Admin)]
    public async Task<IResult> RemoveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/alert-receiver")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    ) => (await receivers.RemoveAsync(context.Caller(), cancellationToken)).ToHttp();

    [Function("TestAlertReceiver")]
    [RequiresScope(Scopes.Admin)]
    public async Task<IResult> TestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/alert-receiver/test")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    ) => (await receivers.TestAsync(context.Caller(), cancellationToken)).ToHttp();

    [Function("SendAlertsAgain")]
    [RequiresScope(Scopes.Admin)]
    public async Task<IResult> SendAgainAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/alert-receiver/send-again")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    ) => (await receivers.SendAgainAsync(context.Caller(), cancellationToken)).ToHttp();
}
