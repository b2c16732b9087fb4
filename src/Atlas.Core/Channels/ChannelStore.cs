using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Channels;

public sealed class ChannelStore(IRowStore rows)
{
    public ValueTask<Versioned<Channel>?> ReadAsync(
        Id<Workspace> workspace,
        Id<Channel> id,
        CancellationToken cancellationToken
    ) =>
        rows.ReadAsync(
            WorkspaceKeys.Partition(workspace),
            WorkspaceKeys.Channel(id),
            StoredJson.Default.Channel,
            cancellationToken
        );

    /// <summary>
    /// Says that the network refuses the token of <paramref name="channel"/>. Without effect where the account has been connected
    /// again or disconnected since: a late refusal of an old token says nothing about the new one.
    /// </summary>
    /// <param name="reason">For the owner: what the network said and what to do.</param>
    public async Task MarkNeedsReconnectAsync(Channel channel, string reason, CancellationToken cancellationToken)
    {
        while (true)
        {
            var current = await ReadAsync(channel.WorkspaceId, channel.Id, cancellationToken);
            if (current is not { Value.State: ChannelState.Connected } || current.Value.Generation != channel.Generation)
            {
                return;
            }

            var next = current.Value with { State = ChannelState.NeedsReconnect, StateReason = reason };
            var write = RowWrite.Replace(WorkspaceKeys.Channel(channel.Id), next.ToRow(StoredJson.Default.Channel), current.ETag);
            var partition = WorkspaceKeys.Partition(channel.WorkspaceId);
            if ((await rows.WriteAsync(partition, [write], cancellationToken)).Succeeded)
            {
                return;
            }
        }
    }
}
