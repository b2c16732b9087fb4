using Atlas.Core.Audit;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Channels;

public sealed class ChannelStore(IRowStore rows, AuditLog audit)
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

    /// <summary>The channel that a caller means to change, in the version that the caller has seen.</summary>
    internal async ValueTask<Outcome<Versioned<Channel>>> ReadToChangeAsync(
        Caller caller,
        Id<Channel> id,
        string? ifMatch,
        CancellationToken cancellationToken
    ) =>
        await ReadAsync(caller.WorkspaceId, id, cancellationToken) is not { } current ? Problem.NotFound("channel")
        : EntityTag.Allows(ifMatch, current.Value.ToRow(StoredJson.Default.Channel).Span) ? current
        : Problem.PreconditionFailed();

    /// <summary>All of a workspace's, in the order in which they were first connected.</summary>
    public async Task<IReadOnlyList<Channel>> ListAsync(Id<Workspace> workspace, CancellationToken cancellationToken)
    {
        List<Channel> channels = [];
        var range = RowRange.StartingWith(WorkspaceKeys.Channels);
        RowPage page;
        do
        {
            page = await rows.ReadRangeAsync(WorkspaceKeys.Partition(workspace), range, RowLimits.MaxPage, cancellationToken);
            channels.AddRange(page.Rows.Select(row => row.As(StoredJson.Default.Channel).Value));
            range = page.HasMore ? range.AfterKey(page.Rows[^1].Key) : range;
        } while (page.HasMore);

        return channels;
    }

    /// <summary>
    /// Says that the network refuses the token of <paramref name="channel"/>. Without effect where the account has been connected
    /// again or disconnected since: a late refusal of an old token says nothing about the new one.
    /// </summary>
    /// <param name="reason">For the owner: what the network said and what to do.</param>
    public Task MarkNeedsReconnectAsync(Channel channel, string reason, CancellationToken cancellationToken) =>
        UpdateAsync(
            channel,
            current => current with { State = ChannelState.NeedsReconnect, StateReason = reason },
            () =>
                [
                    audit.Entry(
                        channel.WorkspaceId,
                        AuditActor.Network,
                        AuditAction.ChannelNeedsReconnect,
                        $"channel:{channel.Id}",
                        ("reason", reason)
                    ),
                ],
            cancellationToken
        );

    /// <summary>Keeps what a refresh has moved.</summary>
    internal Task SetTokenExpiryAsync(Channel channel, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        UpdateAsync(
            channel,
            current => current.TokenExpiresAt == expiresAt ? null : current with { TokenExpiresAt = expiresAt },
            () => [],
            cancellationToken
        );

    /// <param name="change">Null leaves it as it is. Asked only while this very connection is connected.</param>
    private async Task UpdateAsync(
        Channel channel,
        Func<Channel, Channel?> change,
        Func<IEnumerable<RowWrite>> more,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var current = await ReadAsync(channel.WorkspaceId, channel.Id, cancellationToken);
            if (
                current is not { Value.State: ChannelState.Connected }
                || current.Value.Generation != channel.Generation
                || change(current.Value) is not { } next
            )
            {
                return;
            }

            var write = RowWrite.Replace(WorkspaceKeys.Channel(channel.Id), next.ToRow(StoredJson.Default.Channel), current.ETag);
            var partition = WorkspaceKeys.Partition(channel.WorkspaceId);
            if ((await rows.WriteAsync(partition, [write, .. more()], cancellationToken)).Succeeded)
            {
                return;
            }
        }
    }
}
