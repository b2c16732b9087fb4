using Atlas.Core.Connections;
using Atlas.Core.Idempotency;
using Atlas.Core.Messaging;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Channels;

/// <summary>
/// Disconnects a channel: it is so with the batch; taking back the grant, purging the tokens and releasing the publications
/// follows through the outbox. The channel stays, for what was published on it and for connecting it again.
/// </summary>
public sealed class DisconnectChannel(CommandLedger commands, ChannelStore channels, ChannelEndings endings)
{
    public Task<Outcome<Answer>> HandleAsync(
        Caller caller,
        Id<Channel> id,
        ReleaseMode mode,
        string? ifMatch,
        CancellationToken cancellationToken
    ) =>
        commands.DoAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            key: null,
            token => DecideAsync(caller, id, mode, ifMatch, token),
            cancellationToken
        );

    private async ValueTask<Outcome<Change>> DecideAsync(
        Caller caller,
        Id<Channel> id,
        ReleaseMode mode,
        string? ifMatch,
        CancellationToken cancellationToken
    )
    {
        var found = await channels.ReadToChangeAsync(caller, id, ifMatch, cancellationToken);
        if (found.Failed)
        {
            return found.Problem;
        }

        var current = found.Value;

        if (current.Value.State == ChannelState.Disconnected)
        {
            return new Change([], Answer.NoContent);
        }

        return endings.Decide(current, mode, caller.KeyId, "It was disconnected.", revoke: true);
    }
}
