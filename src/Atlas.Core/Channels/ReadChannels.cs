using Atlas.Core.Platforms;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Channels;

/// <summary>Shows channels.</summary>
public sealed class ReadChannels(IRowStore rows, ChannelStore channels, PlatformLogins logins)
{
    public async Task<Outcome<Answer>> ReadAsync(Caller caller, Id<Channel> id, CancellationToken cancellationToken) =>
        await channels.ReadAsync(caller.WorkspaceId, id, cancellationToken) is { } channel
            ? Answer.Ok(
                ChannelView.Of(channel.Value, logins),
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
            .Select(channel => ChannelView.Of(channel, logins))
            .ToList();
        var next = page.HasMore ? page.Rows[^1].Key[WorkspaceKeys.Channels.Length..] : null;
        return Answer.Ok(new ChannelListView(items, PageCursor.Encode(next)), ApiJson.Default.ChannelListView);
    }
}
