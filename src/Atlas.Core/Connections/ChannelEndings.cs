using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Idempotency;
using Atlas.Core.Messaging;
using Atlas.Core.Platforms;
using Atlas.Core.Problems;
using Atlas.Core.Storage;

namespace Atlas.Core.Connections;

/// <summary>The batch that ends a channel's connection, whoever ends it: the owner here, or a person at the network.</summary>
public sealed class ChannelEndings(AuditLog audit, Outbox outbox)
{
    /// <param name="revoke">Whether the network has to be told.</param>
    /// <param name="erase">Whether the person asked for deletion: then the row forgets whose account it was.</param>
    internal Change Decide(
        Versioned<Channel> current,
        ReleaseMode mode,
        string actor,
        string reason,
        bool revoke,
        bool erase = false
    )
    {
        var channel = current.Value;
        var next = channel with
        {
            State = ChannelState.Disconnected,
            StateReason = reason,
            Scopes = [],
            DeclinedScopes = [],
            TokenExpiresAt = null,
            AppClientId = null,
            PersonId = null,
            GrantId = null,
            AdAccount = null,
        };
        List<RowWrite> writes = [];
        if (erase)
        {
            next = next with { AccountId = $"deleted-{channel.Id}", Name = "Deleted account", Handle = null, AvatarUrl = null };
            writes.Add(RowWrite.Delete(WorkspaceKeys.Account(channel.Platform, channel.AccountId)));
        }

        writes.Add(RowWrite.Replace(WorkspaceKeys.Channel(channel.Id), next.ToRow(StoredJson.Default.Channel), current.ETag));
        writes.Add(
            audit.Entry(
                channel.WorkspaceId,
                actor,
                erase ? AuditAction.ChannelErased : AuditAction.ChannelDisconnected,
                $"channel:{channel.Id}",
                ("platform", channel.Platform.ToName()),
                ("account", erase ? null : channel.AccountId),
                ("publications", mode == ReleaseMode.Cancel ? "cancel" : "park"),
                ("reason", reason)
            )
        );
        return new Change(writes, Answer.NoContent)
        {
            Outbox =
            [
                outbox.Prepare(channel.WorkspaceId, new WorkItem.EndConnection(channel, revoke, actor)),
                outbox.Prepare(channel.WorkspaceId, new WorkItem.ReleasePublications(channel.Id, channel.Generation, mode)),
            ],
        };
    }
}
