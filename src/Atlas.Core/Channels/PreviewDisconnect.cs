using Atlas.Core.Connections;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Channels;

/// <summary>Says what disconnecting a channel would end, before anybody does it.</summary>
public sealed class PreviewDisconnect(
    ChannelStore channels,
    GrantShares shares,
    PlatformLogins logins,
    PublicationStore publications
)
{
    private const int MostCounted = 100;

    public async Task<Outcome<Answer>> HandleAsync(Caller caller, Id<Channel> id, CancellationToken cancellationToken)
    {
        if ((await channels.ReadAsync(caller.WorkspaceId, id, cancellationToken))?.Value is not { } channel)
        {
            return Problem.NotFound("channel");
        }

        var description = logins.Find(channel.Login)?.Description;
        var others =
            channel.State == ChannelState.Disconnected || description is null
                ? []
                : await shares.ListAsync(channel, description, cancellationToken);
        List<SharedChannel> own =
        [
            .. others
                .Where(other => other.WorkspaceId == caller.WorkspaceId)
                .Select(other => new SharedChannel(other.Id, other.Platform, other.Name)),
        ];
        var elsewhere = others.Count > own.Count;
        var fate =
            channel.State == ChannelState.Disconnected ? GrantFate.Over
            : others.Count > 0 ? GrantFate.Kept
            : description is { CanRevoke: true } ? GrantFate.Revoked
            : GrantFate.ByHand;
        var open = await publications.ListAsync(
            caller.WorkspaceId,
            new PublicationQuery(PublicationStates.Open, id, DueFrom: null, DueBefore: null, Cursor: null, MostCounted),
            cancellationToken
        );
        var preview = new DisconnectPreview(
            id,
            fate,
            own,
            elsewhere,
            open.Items.Count,
            Message(channel, fate, own, elsewhere, description?.Title ?? channel.Login)
        );
        return Answer.Ok(preview, ApiJson.Default.DisconnectPreview);
    }

    private static string Message(Channel channel, GrantFate fate, List<SharedChannel> own, bool elsewhere, string login) =>
        fate switch
        {
            GrantFate.Over => "The channel is disconnected already.",
            GrantFate.Revoked =>
                $"What {channel.Name} was allowed by {login} is taken back at the network, for every account that this person connected by it.",
            GrantFate.Kept =>
                $"The tokens of {channel.Name} are purged here. The grant itself stays at the network, which ends it for the whole person only: {Names(own, elsewhere)} would lose it too. It is taken back when the last of them is disconnected.",
            _ =>
                $"The tokens of {channel.Name} are purged here. {login} has no call that takes a grant back: remove the app in the account's settings there.",
        };

    private static string Names(List<SharedChannel> own, bool elsewhere) =>
        string.Join(
            ", ",
            own.Select(other => $"{other.Name} ({other.Platform})").Concat(elsewhere ? ["channels of another workspace"] : [])
        );
}
