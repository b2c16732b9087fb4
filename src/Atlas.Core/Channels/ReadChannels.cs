using Atlas.Core.Platforms;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Channels;

/// <summary>Shows channels, and asks their networks whether they still work.</summary>
public sealed class ReadChannels(
    IRowStore rows,
    ChannelStore channels,
    ChannelTokens tokens,
    PlatformAccounts accounts,
    TimeProvider time
)
{
    public async Task<Outcome<Answer>> ReadAsync(Caller caller, Id<Channel> id, CancellationToken cancellationToken) =>
        await channels.ReadAsync(caller.WorkspaceId, id, cancellationToken) is { } channel
            ? Answer.Ok(
                ChannelView.Of(channel.Value),
                ApiJson.Default.ChannelView,
                EntityTag.Of(channel.Value.ToRow(StoredJson.Default.Channel).Span)
            )
            : Problem.NotFound("channel");

    public async Task<Outcome<Answer>> ListAsync(
        Caller caller,
        Platform? platform,
        ChannelState? state,
        string? cursor,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var range = RowRange.StartingWith(WorkspaceKeys.Channels);
        var page = await rows.ReadRangeAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            cursor is null ? range : range.AfterKey(WorkspaceKeys.Channels + cursor),
            limit,
            cancellationToken
        );
        var items = page
            .Rows.Select(row => row.As(StoredJson.Default.Channel).Value)
            .Where(channel => (platform is null || channel.Platform == platform) && (state is null || channel.State == state))
            .Select(ChannelView.Of)
            .ToList();
        var next = page.HasMore ? page.Rows[^1].Key[WorkspaceKeys.Channels.Length..] : null;
        return Answer.Ok(new ChannelListView(items, PageCursor.Encode(next)), ApiJson.Default.ChannelListView);
    }

    public async Task<Outcome<Answer>> CheckHealthAsync(Caller caller, Id<Channel> id, CancellationToken cancellationToken)
    {
        if (await channels.ReadAsync(caller.WorkspaceId, id, cancellationToken) is not { } current)
        {
            return Problem.NotFound("channel");
        }

        var (channel, problem) = await AskAsync(current.Value, cancellationToken);
        var view = new ChannelHealthView(
            channel.Id,
            problem is null && channel.State == ChannelState.Connected,
            channel.State,
            problem?.Code,
            problem?.Message ?? channel.StateReason,
            problem?.NextStep,
            channel.TokenExpiresAt,
            time.GetUtcNow()
        );
        return Answer.Ok(view, ApiJson.Default.ChannelHealthView);
    }

    private async Task<(Channel Channel, PlatformProblem? Problem)> AskAsync(Channel channel, CancellationToken cancellationToken)
    {
        if (channel.State == ChannelState.Disconnected || accounts.Find(channel.Platform) is not { } reader)
        {
            return (channel, null);
        }

        if (await tokens.ReadAsync(channel, cancellationToken) is not TokenAnswer.Ready { AccessToken: var token })
        {
            return (
                channel,
                new PlatformProblem("atlas.token.missing", "The channel's token is gone.", "Connect the account again.", null)
            );
        }

        switch (await reader.ReadAccountAsync(channel.Login, token, channel.AccountId, cancellationToken))
        {
            case AccountAnswer.Refused refused:
                await channels.MarkNeedsReconnectAsync(channel, refused.Problem.Message, cancellationToken);
                var current = await channels.ReadAsync(channel.WorkspaceId, channel.Id, cancellationToken);
                return (current?.Value ?? channel, refused.Problem);
            case AccountAnswer.Unavailable unavailable:
                return (channel, unavailable.Problem);
            default:
                return (channel, null);
        }
    }
}
