using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Operations;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Connections;

/// <summary>
/// Looks after connected channels when their time has come: renews tokens ahead of their end, tells the owner days before a
/// person is needed, and checks daily that the network still sends its webhooks.
/// </summary>
public sealed partial class KeepChannels(
    ChannelStore channels,
    TokenStore tokens,
    UpkeepStore upkeeps,
    RefreshTokens refresh,
    PlatformLogins logins,
    PlatformApps apps,
    AuditLog audit,
    PublishingHold hold,
    TimeProvider time,
    ILogger<KeepChannels> logger
)
{
    private const int PageSize = 200;
    private const int AtOnce = 8;

    /// <summary>A tick ends before the next one begins.</summary>
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(50);

    /// <summary>An entry is written before the row that names its time: one that no row names is a stray only after a while.</summary>
    private static readonly TimeSpan s_strayFor = TimeSpan.FromMinutes(10);

    /// <returns>How many channels were looked after.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var start = time.GetUtcNow();
        var (visited, last) = (0, (UpkeepVisit?)null);
        while (time.GetUtcNow() - start < s_tick)
        {
            var due = await upkeeps.ReadDueAsync(start, last, PageSize, cancellationToken);
            foreach (var group in due.Chunk(AtOnce))
            {
                // A refresh that a deployment cuts may cost a connection: the network has given a new token that nobody has stored.
                if (await hold.IsDrainingAsync(cancellationToken))
                {
                    return visited;
                }

                visited += group.Length;
                await Task.WhenAll(group.Select(visit => TryVisitAsync(visit, cancellationToken)));
            }

            if (due.Count < PageSize)
            {
                break;
            }

            last = due[^1];
        }

        return visited;
    }

    /// <summary>Looks after one channel now, whenever its time would come.</summary>
    public async Task VisitAsync(Id<Workspace> workspace, Id<Channel> id, CancellationToken cancellationToken)
    {
        if ((await channels.ReadAsync(workspace, id, cancellationToken))?.Value is not { State: ChannelState.Connected } channel)
        {
            return;
        }

        if (logins.Find(channel.Login) is { } login)
        {
            await MoveToVaultAsync(channel, cancellationToken);
            if (await refresh.RunAsync(channel, force: false, cancellationToken) is RefreshOutcome.Dead)
            {
                return;
            }

            await CheckWebhookAsync(channel, login, cancellationToken);
        }

        channel = (await channels.ReadAsync(workspace, id, cancellationToken))?.Value ?? channel;
        await WarnAsync(channel, cancellationToken);
        await upkeeps.UpdateAsync(
            channel,
            upkeep =>
                upkeep.Lease is not null && upkeep.Lease.Until > time.GetUtcNow()
                    ? upkeep with
                    {
                        VisitAt = upkeep.Lease.Until,
                    }
                    : upkeep with
                    {
                        VisitAt = UpkeepPlan.NextVisit(channel, upkeep, time.GetUtcNow()),
                    },
            cancellationToken
        );
    }

    private async Task TryVisitAsync(UpkeepVisit visit, CancellationToken cancellationToken)
    {
        try
        {
            var channel = (await channels.ReadAsync(visit.WorkspaceId, visit.ChannelId, cancellationToken))?.Value;
            var upkeep = channel is { State: ChannelState.Connected }
                ? (await tokens.ReadUpkeepAsync(channel, cancellationToken))?.Value
                : null;
            if (upkeep is null || !visit.IsAt(upkeep.VisitAt))
            {
                if (time.GetUtcNow() - visit.At > s_strayFor)
                {
                    await upkeeps.RemoveAsync(visit, cancellationToken);
                }

                return;
            }

            await VisitAsync(visit.WorkspaceId, visit.ChannelId, cancellationToken);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested) // one bad channel doesn't stop the rest
        {
            Log.Faulted(logger, visit.ChannelId.ToString(), ex);
        }
    }

    /// <summary>Long-lived tokens that the vault could not take when they came.</summary>
    private async Task MoveToVaultAsync(Channel channel, CancellationToken cancellationToken)
    {
        if ((await tokens.ReadUpkeepAsync(channel, cancellationToken)) is not { Value.VaultBehind: true } current)
        {
            return;
        }

        if (await tokens.ReadAllAsync(channel, current.Value, cancellationToken) is { } all)
        {
            await tokens.SetAsync(channel, all, cancellationToken);
            await upkeeps.TryReplaceAsync(
                channel,
                current,
                current.Value with
                {
                    Sealed = null,
                    VaultBehind = false,
                },
                cancellationToken
            );
        }
    }

    private async Task CheckWebhookAsync(Channel channel, IPlatformLogin login, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var upkeep = (await tokens.ReadUpkeepAsync(channel, cancellationToken))?.Value;
        if (
            upkeep?.Webhook is { } standing && now - standing.CheckedAt < UpkeepPlan.Daily - TimeSpan.FromHours(2)
            || await tokens.ReadAllAsync(channel, upkeep, cancellationToken) is not { } all
        )
        {
            return;
        }

        WebhookAnswer answer;
        try
        {
            answer = await login.SubscribeAsync(
                channel,
                all,
                await apps.FindAsync(channel, cancellationToken),
                cancellationToken
            );
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.NotSubscribed(logger, channel.Id.ToString(), ex.GetType().Name);
            answer = new WebhookAnswer.Failed(
                new PlatformProblem("atlas.webhook", "The network could not be asked.", "It is tried again tomorrow.", null)
            );
        }

        var found = answer switch
        {
            WebhookAnswer.Subscribed subscribed => new WebhookStanding(WebhookState.Subscribed, subscribed.Fields, null, now),
            WebhookAnswer.NotOffered => new WebhookStanding(WebhookState.NotOffered, [], null, now),
            WebhookAnswer.Failed failed => new WebhookStanding(
                WebhookState.Failed,
                [],
                $"{failed.Problem.Message} {failed.Problem.NextStep}",
                now
            ),
            _ => throw new NotSupportedException($"No rule for the answer {answer.GetType().Name}."),
        };
        await upkeeps.UpdateAsync(channel, current => current with { Webhook = found }, cancellationToken);
    }

    private async Task WarnAsync(Channel channel, CancellationToken cancellationToken)
    {
        var due = UpkeepPlan.WarningDue(channel.TokenExpiresAt, time.GetUtcNow());
        var upkeep = await tokens.ReadUpkeepAsync(channel, cancellationToken);
        if (upkeep is null || upkeep.Value.WarnedDays == due)
        {
            return;
        }

        if (due is { } days && days < (upkeep.Value.WarnedDays ?? int.MaxValue))
        {
            // Before the note that it was done: told twice is better than not at all.
            await audit.WriteAsync(
                channel.WorkspaceId,
                audit.Entry(
                    channel.WorkspaceId,
                    AuditActor.Engine,
                    AuditAction.ChannelExpires,
                    $"channel:{channel.Id}",
                    ("days", days.ToString()),
                    ("at", channel.TokenExpiresAt!.Value.ToString("O"))
                ),
                cancellationToken
            );
            Log.Expires(logger, channel.Id.ToString(), channel.Login, days);
        }

        // Null again where a refresh has moved the end: the next end is told of anew.
        await upkeeps.UpdateAsync(channel, current => current with { WarnedDays = due }, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Channel {ChannelId} could not be looked after; the next tick tries again.")]
        public static partial void Faulted(ILogger logger, string channelId, Exception exception);

        [LoggerMessage(LogLevel.Warning, "The webhooks of channel {ChannelId} could not be checked: {Fault}.")]
        public static partial void NotSubscribed(ILogger logger, string channelId, string fault);

        [LoggerMessage(LogLevel.Warning, "Channel {ChannelId} ({Login}) needs a person within {Days} days: its consent ends.")]
        public static partial void Expires(ILogger logger, string channelId, string login, int days);
    }
}
