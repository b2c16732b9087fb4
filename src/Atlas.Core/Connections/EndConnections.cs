using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Messaging;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Connections;

/// <summary>
/// Ends a connection: the grant is taken back at the network, where no other channel stands on it; then the secret is purged and
/// every row that belongs to the connection goes. The network is asked for a few minutes; if it can't be reached the secret goes
/// all the same, and the receipt says how the person ends the grant there.
/// </summary>
public sealed partial class EndConnections(
    IRowStore rows,
    ChannelStore channels,
    TokenStore tokens,
    UpkeepStore upkeeps,
    PlatformLogins logins,
    PlatformApps apps,
    OwnApps ownApps,
    GrantShares shares,
    AuditLog audit,
    Outbox outbox,
    ILogger<EndConnections> logger
)
{
    /// <summary>15 s, 60 s, 4 min: purged after about five minutes at the latest.</summary>
    private static readonly TimeSpan[] s_retries = [TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(4)];

    public async Task RunAsync(WorkItem.EndConnection end, CancellationToken cancellationToken)
    {
        var channel = end.Connection;
        var known = await rows.ReadAsync(
            WorkspaceKeys.Partition(channel.WorkspaceId),
            WorkspaceKeys.Upkeep(channel.Id),
            StoredJson.Default.ChannelUpkeep,
            cancellationToken
        );
        var own = known?.Value.Generation == channel.Generation ? known.Value : null;
        var all = await tokens.ReadAllAsync(channel, own, cancellationToken);
        if (all is null && own is null)
        {
            return; // the message came again: its rows go last
        }

        var outcome =
            !end.Revoke ? "ended by the network"
            : all is null ? "not asked again: an earlier attempt had purged the secret"
            : await RevokeAsync(channel, all, end.Attempt < s_retries.Length, cancellationToken);
        if (outcome is null)
        {
            await outbox.SendLaterAsync(
                channel.WorkspaceId,
                end with
                {
                    Attempt = end.Attempt + 1,
                },
                s_retries[end.Attempt],
                cancellationToken
            );
            return;
        }

        await tokens.PurgeAsync(channel.TokenName, cancellationToken);
        await audit.WriteAsync(
            channel.WorkspaceId,
            audit.Entry(
                channel.WorkspaceId,
                end.Actor,
                AuditAction.GrantEnded,
                $"channel:{channel.Id}",
                ("platform", channel.Platform.ToName()),
                ("account", end.Revoke ? channel.AccountId : null),
                ("secret", "purged"),
                ("grant", outcome)
            ),
            cancellationToken
        );
        if (channel.AppClientId is { } clientId && logins.Find(channel.Login)?.Description.App is { } app)
        {
            await ownApps.PurgeUnusedAsync(channel.WorkspaceId, app, clientId, cancellationToken);
        }

        await RemoveRowsAsync(channel, known, cancellationToken);
    }

    /// <returns>What came of it, for the receipt; null to try again later.</returns>
    private async Task<string?> RevokeAsync(Channel channel, TokenSet all, bool mayRetry, CancellationToken cancellationToken)
    {
        if (logins.Find(channel.Login) is not { } login)
        {
            return "not revoked: this deployment has no such login";
        }

        if (await shares.AnyAsync(channel, login.Description, cancellationToken))
        {
            return "kept: other channels stand on the same grant";
        }

        RevokeAnswer answer;
        try
        {
            answer = await login.RevokeAsync(channel, all, await apps.FindAsync(channel, cancellationToken), cancellationToken);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Faulted(logger, channel.Id.ToString(), ex.GetType().Name);
            answer = new RevokeAnswer.Unavailable(new PlatformProblem("atlas.revoke", "The call broke off.", "", null));
        }

        return answer switch
        {
            RevokeAnswer.Revoked => "revoked",
            RevokeAnswer.NotOffered notOffered => $"not revoked: the network offers no call for it. {notOffered.How}",
            RevokeAnswer.Unavailable when mayRetry => null,
            RevokeAnswer.Unavailable unavailable =>
                $"not revoked: {unavailable.Problem.Message} Remove the app in the account's settings at the network.",
            _ => throw new NotSupportedException($"No rule for the answer {answer.GetType().Name}."),
        };
    }

    private async Task RemoveRowsAsync(Channel channel, Versioned<ChannelUpkeep>? upkeep, CancellationToken cancellationToken)
    {
        var accounts = SystemKeys.Accounts(channel.Platform.ToName());
        var accountKey = SystemKeys.Account(channel.AccountId, channel.WorkspaceId);
        var account = await rows.ReadAsync(accounts, accountKey, cancellationToken);
        var people = logins.Find(channel.Login)?.Description.App is { } app ? SystemKeys.People(app) : null;
        var personKey = channel.PersonId is { } person ? SystemKeys.Person(person, channel.WorkspaceId, channel.Id) : null;
        var member = people is null || personKey is null ? null : await rows.ReadAsync(people, personKey, cancellationToken);

        // After they were read: a connection that comes now writes them anew, and then their tags differ.
        var current = (await channels.ReadAsync(channel.WorkspaceId, channel.Id, cancellationToken))?.Value;
        if (current is not null && current.Generation != channel.Generation)
        {
            return;
        }

        if (account is not null)
        {
            await rows.WriteAsync(accounts, [RowWrite.Delete(accountKey, account.ETag)], cancellationToken);
        }

        if (member is not null)
        {
            await rows.WriteAsync(people!, [RowWrite.Delete(personKey!, member.ETag)], cancellationToken);
        }

        var partition = WorkspaceKeys.Partition(channel.WorkspaceId);
        await rows.WriteAsync(partition, [RowWrite.Delete(WorkspaceKeys.Activity(channel.Id))], cancellationToken);
        if (upkeep is not null && upkeep.Value.Generation == channel.Generation)
        {
            await rows.WriteAsync(partition, [RowWrite.Delete(WorkspaceKeys.Upkeep(channel.Id), upkeep.ETag)], cancellationToken);
            await upkeeps.RemoveAsync(new UpkeepVisit(upkeep.Value.VisitAt, channel.WorkspaceId, channel.Id), cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The grant of channel {ChannelId} could not be taken back: {Fault}.")]
        public static partial void Faulted(ILogger logger, string channelId, string fault);
    }
}
