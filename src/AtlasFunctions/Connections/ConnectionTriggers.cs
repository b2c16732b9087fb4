using Atlas.Core;
using Atlas.Core.Connections;
using Atlas.Core.Problems;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Connections;

public sealed class ConnectionTriggers(StartLogin start, ChooseAccounts choose, ReadLogins logins, ApiOptions options)
{
    [Function("ListLogins")]
    [RequiresScope(Scopes.ChannelsRead)]
    public async Task<IResult> ListLoginsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/logins")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    ) => (await logins.ListAsync(context.Caller(), request.BaseUrl(), cancellationToken)).ToHttp();

    [Function("StartLogin")]
    [RequiresScope(Scopes.ChannelsWrite)]
    public async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/channels/connect")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var read = await request.ReadAsync(context, ApiJson.Default.StartLoginRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (
                await start.HandleAsync(
                    read.Value.Caller,
                    read.Value.Body,
                    read.Value.IdempotencyKey,
                    request.BaseUrl(),
                    cancellationToken
                )
            ).ToHttp();
    }

    [Function("GetConnection")]
    [RequiresScope(Scopes.ChannelsWrite)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/connections/{connectionId}")] HttpRequest request,
        string connectionId,
        FunctionContext context,
        CancellationToken cancellationToken
    ) =>
        Id<PendingConnection>.TryParse(connectionId, out var id)
            ? (await choose.ReadAsync(context.Caller(), id, cancellationToken)).ToHttp()
            : Problem.NotFound("connection").ToHttp();

    [Function("ChooseAccounts")]
    [RequiresScope(Scopes.ChannelsWrite)]
    public async Task<IResult> ChooseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/connections/{connectionId}/channels")]
            HttpRequest request,
        string connectionId,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        if (!Id<PendingConnection>.TryParse(connectionId, out var id))
        {
            return Problem.NotFound("connection").ToHttp();
        }

        var read = await request.ReadAsync(context, ApiJson.Default.ChooseAccountsRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (
                await choose.HandleAsync(read.Value.Caller, id, read.Value.Body, read.Value.IdempotencyKey, cancellationToken)
            ).ToHttp();
    }
}
