using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Messaging;
using Atlas.Core.Platforms;
using Atlas.Core.Problems;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Channels;

public sealed class ChannelTriggers(
    ConnectChannel connect,
    DisconnectChannel disconnect,
    PreviewDisconnect preview,
    ReadChannels channels,
    UpdateChannel update,
    CheckChannel check,
    ApiOptions options
)
{
    [Function("ConnectChannel")]
    [RequiresScope(Scopes.ChannelsWrite)]
    public async Task<IResult> ConnectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/channels")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var read = await request.ReadAsync(context, ApiJson.Default.ConnectChannelRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (
                await connect.HandleAsync(read.Value.Caller, read.Value.Body, read.Value.IdempotencyKey, cancellationToken)
            ).ToHttp();
    }

    [Function("ListChannels")]
    [RequiresScope(Scopes.ChannelsRead)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/channels")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var parameters = new RequestParameters(request);
        var (platform, state) = (parameters.Name<Platform>("platform"), parameters.Name<ChannelState>("state"));
        var (cursor, limit) = (parameters.Cursor(), parameters.Limit());
        return parameters.Problem is { } problem
            ? problem.ToHttp()
            : (await channels.ListAsync(context.Caller(), platform, state, cursor, limit, cancellationToken)).ToHttp();
    }

    [Function("GetChannel")]
    [RequiresScope(Scopes.ChannelsRead)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/channels/{channelId}")] HttpRequest request,
        string channelId,
        FunctionContext context,
        CancellationToken cancellationToken
    ) =>
        Id<Channel>.TryParse(channelId, out var id)
            ? (await channels.ReadAsync(context.Caller(), id, cancellationToken)).ToHttp()
            : Problem.NotFound("channel").ToHttp();

    [Function("UpdateChannel")]
    [RequiresScope(Scopes.ChannelsWrite)]
    public async Task<IResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/channels/{channelId}")] HttpRequest request,
        string channelId,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        if (!Id<Channel>.TryParse(channelId, out var id))
        {
            return Problem.NotFound("channel").ToHttp();
        }

        var read = await request.ReadAsync(context, ApiJson.Default.UpdateChannelRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (await update.HandleAsync(read.Value.Caller, id, read.Value.Body, request.IfMatch(), cancellationToken)).ToHttp();
    }

    [Function("GetChannelHealth")]
    [RequiresScope(Scopes.ChannelsRead)]
    public async Task<IResult> HealthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/channels/{channelId}/health")] HttpRequest request,
        string channelId,
        FunctionContext context,
        CancellationToken cancellationToken
    ) =>
        Id<Channel>.TryParse(channelId, out var id)
            ? (await check.HandleAsync(context.Caller(), id, cancellationToken)).ToHttp()
            : Problem.NotFound("channel").ToHttp();

    [Function("PreviewDisconnectChannel")]
    [RequiresScope(Scopes.ChannelsRead)]
    public async Task<IResult> PreviewDisconnectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/channels/{channelId}/disconnect")] HttpRequest request,
        string channelId,
        FunctionContext context,
        CancellationToken cancellationToken
    ) =>
        Id<Channel>.TryParse(channelId, out var id)
            ? (await preview.HandleAsync(context.Caller(), id, cancellationToken)).ToHttp()
            : Problem.NotFound("channel").ToHttp();

    [Function("DisconnectChannel")]
    [RequiresScope(Scopes.ChannelsWrite)]
    public async Task<IResult> DisconnectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/channels/{channelId}")] HttpRequest request,
        string channelId,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var parameters = new RequestParameters(request);
        var mode = parameters.Name<ReleaseMode>("publications") ?? ReleaseMode.Park;
        return !Id<Channel>.TryParse(channelId, out var id) ? Problem.NotFound("channel").ToHttp()
            : parameters.Problem is { } problem ? problem.ToHttp()
            : (await disconnect.HandleAsync(context.Caller(), id, mode, request.IfMatch(), cancellationToken)).ToHttp();
    }
}
