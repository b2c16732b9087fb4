using Atlas.Core.Channels;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Storage;

namespace Atlas.Core.Connections;

/// <summary>
/// Says which channels stand on one grant. Networks end the whole grant of a person: nobody else's channel may die with this one.
/// </summary>
public sealed class GrantShares(IRowStore rows, ChannelStore channels)
{
    internal async Task<bool> AnyAsync(Channel channel, LoginDescription login, CancellationToken cancellationToken) =>
        (await ListAsync(channel, login, cancellationToken)).Count > 0;

    /// <summary>The other channels on the grant of <paramref name="channel"/>, those of other workspaces too.</summary>
    internal async Task<IReadOnlyList<Channel>> ListAsync(
        Channel channel,
        LoginDescription login,
        CancellationToken cancellationToken
    )
    {
        if (channel.PersonId is not { } person || login.App is not { } app)
        {
            return channel.GrantId is not { } grant
                ? []
                :
                [
                    .. (await channels.ListAsync(channel.WorkspaceId, cancellationToken)).Where(other =>
                        other.Id != channel.Id && other.State != ChannelState.Disconnected && other.GrantId == grant
                    ),
                ];
        }

        List<Channel> others = [];
        var range = RowRange.StartingWith($"{WorkspaceKeys.Escape(person)}:");
        var page = await rows.ReadRangeAsync(SystemKeys.People(app), range, RowLimits.MaxPage, cancellationToken);
        foreach (var member in page.Rows.Select(row => row.As(StoredJson.Default.GrantMember).Value))
        {
            if (
                member.ChannelId != channel.Id
                && (await channels.ReadAsync(member.WorkspaceId, member.ChannelId, cancellationToken))?.Value
                    is { State: not ChannelState.Disconnected } other
                && other.Login == channel.Login
                && other.PersonId == person
                && other.AppClientId == channel.AppClientId
            )
            {
                others.Add(other);
            }
        }

        return others;
    }
}
