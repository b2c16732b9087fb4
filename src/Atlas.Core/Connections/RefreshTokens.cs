using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Connections;

/// <summary>
/// Trades a channel's tokens for fresh ones: one worker at a time over all instances, and what the network gives is stored
/// before anybody uses it. A process may die anywhere: before the call nothing has happened; after the vault has the new tokens
/// the next worker finds them there; in between, only a network that kills a used refresh token at once has the last word.
/// </summary>
public sealed partial class RefreshTokens(
    TokenStore tokens,
    UpkeepStore upkeeps,
    ChannelStore channels,
    PlatformLogins logins,
    PlatformApps apps,
    AuditLog audit,
    TimeProvider time,
    ILogger<RefreshTokens> logger
)
{
    /// <summary>A refresh ends, with its new token stored, before this does.</summary>
    internal static readonly TimeSpan LeaseDuration = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan s_callTimeout = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan s_minimumGap = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(30);

    /// <summary>While calls wait for it.</summary>
    private static readonly TimeSpan s_longestWaitAfterEnd = TimeSpan.FromMinutes(2);

    /// <summary>How soon who found the work taken looks again.</summary>
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan[] s_vaultRetries =
    [
        TimeSpan.FromMilliseconds(200),
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(4),
        TimeSpan.FromSeconds(10),
    ];

    /// <param name="force">Whether the tokens are refreshed although they look good: the network has just refused them.</param>
    internal async Task<RefreshOutcome> RunAsync(Channel channel, bool force, CancellationToken cancellationToken)
    {
        if (logins.Find(channel.Login) is not { Description.Refresh: { } rule } login)
        {
            return new RefreshOutcome.NotPossible(await ReadAsync(channel, cancellationToken));
        }

        while (true)
        {
            if (await tokens.ReadUpkeepAsync(channel, cancellationToken) is not { } current)
            {
                return new RefreshOutcome.NotPossible(await ReadAsync(channel, cancellationToken));
            }

            var now = time.GetUtcNow();
            var upkeep = current.Value;
            if (await tokens.ReadAllAsync(channel, upkeep, cancellationToken) is not { } known)
            {
                return new RefreshOutcome.NotPossible(Tokens: null);
            }

            if (upkeep.Lease is { } lease && lease.Until > now)
            {
                return new RefreshOutcome.Later(known, "The token is being refreshed.", Earlier(lease.Until, now + s_lookAgain));
            }

            var dueAt = UpkeepPlan.RefreshAt(channel, known, rule);
            if (dueAt is null)
            {
                return new RefreshOutcome.NotPossible(known);
            }

            var isDue = dueAt <= now || force && now >= known.IssuedAt + rule.MinimumAge;
            if (!isDue)
            {
                if (upkeep.Lease is null && upkeep.IssuedAt >= known.IssuedAt)
                {
                    return new RefreshOutcome.Fresh(known, Renewed: false);
                }

                // A worker died behind the vault: what it stored there is good, and its last write is made up for.
                if (await SettleAsync(channel, current, known, rule, cancellationToken))
                {
                    return new RefreshOutcome.Fresh(known, Renewed: true);
                }

                continue;
            }

            if (Latest(upkeep.NextAttemptAt, upkeep.LastAttemptAt + s_minimumGap) is { } until && until > now)
            {
                return new RefreshOutcome.Later(known, upkeep.LastProblem?.Message ?? "The token is being refreshed.", until);
            }

            await tokens.PrepareToSealAsync(cancellationToken);
            var attempt = Guid.CreateVersion7(now);
            var taken = upkeep with
            {
                Lease = new UpkeepLease(attempt, now + LeaseDuration),
                LastAttemptAt = now,
                AnswerLost = upkeep.AnswerLost || upkeep.Lease is not null,
            };
            if (await upkeeps.TryReplaceAsync(channel, current, taken, cancellationToken) is not null)
            {
                return await AskAsync(channel, login, rule, known, taken, cancellationToken);
            }
        }
    }

    private async Task<RefreshOutcome> AskAsync(
        Channel channel,
        IPlatformLogin login,
        RefreshRule rule,
        TokenSet known,
        ChannelUpkeep taken,
        CancellationToken cancellationToken
    )
    {
        // From here on only the time limits end it: an answer that is given up may be the only copy of a token.
        using var patience = new CancellationTokenSource(s_callTimeout, time);
        GrantAnswer answer;
        try
        {
            var app = await apps.FindAsync(channel, cancellationToken);
            answer = await login.RefreshAsync(channel, known, app, patience.Token);
        }
        catch (Exception ex) // whatever it is, it says nothing about the grant
        {
            Log.Faulted(logger, channel.Id.ToString(), channel.Login, ex.GetType().Name);
            answer = new GrantAnswer.Unavailable(
                new PlatformProblem("atlas.refresh", "The token could not be refreshed.", "It is tried again by itself.", null)
            );
        }

        return answer switch
        {
            GrantAnswer.Granted granted => await KeepAsync(
                channel,
                rule,
                known,
                RefreshedTokens.Merge(known, granted.Grant.Tokens),
                taken
            ),
            GrantAnswer.Refused refused => await GiveUpAsync(channel, refused.Problem, taken),
            GrantAnswer.Unavailable unavailable => await PostponeAsync(channel, known, unavailable, taken),
            _ => throw new NotSupportedException($"No rule for the answer {answer.GetType().Name}."),
        };
    }

    private async Task<RefreshOutcome> KeepAsync(
        Channel channel,
        RefreshRule rule,
        TokenSet known,
        TokenSet fresh,
        ChannelUpkeep taken
    )
    {
        var lasting = RefreshedTokens.ChangesWhatLasts(known, fresh, rule);
        var vaultBehind = lasting && !await TrySetAsync(channel, fresh);
        byte[]? seal =
            vaultBehind ? await tokens.SealAsync(channel, fresh, CancellationToken.None)
            : lasting ? null
            : await tokens.SealAsync(channel, RefreshedTokens.AccessOf(fresh), CancellationToken.None);
        var now = time.GetUtcNow();
        await upkeeps.UpdateAsync(
            channel,
            current =>
                current.Lease?.Attempt != taken.Lease!.Attempt && current.IssuedAt >= fresh.IssuedAt
                    ? null // taken over in the meantime by somebody who has newer ones
                    : Settled(channel, current, fresh, rule, now) with
                    {
                        Sealed = seal,
                        VaultBehind = vaultBehind,
                        LastRefreshedAt = now,
                    },
            CancellationToken.None
        );
        tokens.Cache(channel, fresh);
        await channels.SetTokenExpiryAsync(channel, fresh.NeedsPersonAt(rule), CancellationToken.None);
        Log.Refreshed(logger, channel.Id.ToString(), channel.Login);
        return new RefreshOutcome.Fresh(fresh, Renewed: true);
    }

    private async Task<RefreshOutcome> GiveUpAsync(Channel channel, PlatformProblem problem, ChannelUpkeep taken)
    {
        if (taken.AnswerLost)
        {
            problem = problem with
            {
                Message =
                    $"{problem.Message} The answer to an earlier refresh may have been lost on its way, and such a token is taken once.",
            };
        }

        var current = await tokens.ReadUpkeepAsync(channel, CancellationToken.None);
        if (current?.Value.Lease?.Attempt != taken.Lease!.Attempt)
        {
            // Somebody took over: what the network said of old tokens says nothing about theirs.
            return new RefreshOutcome.Later(Tokens: null, "The token is being refreshed.", time.GetUtcNow() + s_lookAgain);
        }

        tokens.Forget(channel.TokenName);
        await channels.MarkNeedsReconnectAsync(channel, $"{problem.Message} {problem.NextStep}", CancellationToken.None);
        await WriteAuditAsync(channel, problem, "dead");
        await upkeeps.UpdateAsync(
            channel,
            upkeep => upkeep with { Lease = null, LastProblem = UpkeepProblem.Of(problem, time.GetUtcNow()) },
            CancellationToken.None
        );
        Log.Dead(logger, channel.Id.ToString(), channel.Login, problem.Code);
        return new RefreshOutcome.Dead(problem);
    }

    private async Task<RefreshOutcome> PostponeAsync(
        Channel channel,
        TokenSet known,
        GrantAnswer.Unavailable unavailable,
        ChannelUpkeep taken
    )
    {
        var now = time.GetUtcNow();
        var failures = taken.Failures + 1;
        var wait = s_minimumGap * Math.Pow(2, Math.Min(failures - 1, 10));
        var longest = UpkeepPlan.IsNearEnd(known, now) ? s_longestWaitAfterEnd : s_longestWait;
        var until = unavailable.RetryAt ?? now + (wait < longest ? wait : longest);
        await upkeeps.UpdateAsync(
            channel,
            current =>
                current.Lease?.Attempt != taken.Lease!.Attempt
                    ? null
                    : current with
                    {
                        Lease = null,
                        Failures = failures,
                        NextAttemptAt = until,
                        AnswerLost = true, // as far as anybody knows
                        LastProblem = UpkeepProblem.Of(unavailable.Problem, now),
                        VisitAt = until,
                    },
            CancellationToken.None
        );
        if (failures == 1)
        {
            await WriteAuditAsync(channel, unavailable.Problem, "unavailable");
        }

        Log.Postponed(logger, channel.Id.ToString(), channel.Login, failures, unavailable.Problem.Code);
        return new RefreshOutcome.Later(known, unavailable.Problem.Message, until);
    }

    private async Task<bool> SettleAsync(
        Channel channel,
        Versioned<ChannelUpkeep> current,
        TokenSet known,
        RefreshRule rule,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var next = Settled(channel, current.Value, known, rule, now);
        if (await upkeeps.TryReplaceAsync(channel, current, next, cancellationToken) is null)
        {
            return false;
        }

        tokens.Cache(channel, known);
        await channels.SetTokenExpiryAsync(channel, known.NeedsPersonAt(rule), cancellationToken);
        return true;
    }

    private static ChannelUpkeep Settled(
        Channel channel,
        ChannelUpkeep upkeep,
        TokenSet fresh,
        RefreshRule rule,
        DateTimeOffset now
    )
    {
        var next = upkeep with
        {
            Lease = null,
            IssuedAt = fresh.IssuedAt,
            AccessExpiresAt = fresh.AccessExpiresAt,
            RefreshAt = UpkeepPlan.RefreshAt(channel, fresh, rule),
            Failures = 0,
            NextAttemptAt = null,
            AnswerLost = false,
            LastProblem = null,
        };
        return next with { VisitAt = UpkeepPlan.NextVisit(channel, next, now) };
    }

    private async Task<bool> TrySetAsync(Channel channel, TokenSet fresh)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                await tokens.SetAsync(channel, fresh, CancellationToken.None);
                return true;
            }
            catch (StorageUnavailableException ex)
            {
                Log.VaultAway(logger, channel.Id.ToString(), ex);
                if (i == s_vaultRetries.Length)
                {
                    return false;
                }

                await Task.Delay(s_vaultRetries[i], time, CancellationToken.None);
            }
        }
    }

    private ValueTask<TokenSet?> ReadAsync(Channel channel, CancellationToken cancellationToken) =>
        tokens.ReadAllAsync(channel, upkeep: null, cancellationToken);

    private Task WriteAuditAsync(Channel channel, PlatformProblem problem, string outcome) =>
        audit.WriteAsync(
            channel.WorkspaceId,
            audit.Entry(
                channel.WorkspaceId,
                AuditActor.Engine,
                AuditAction.RefreshFailed,
                $"channel:{channel.Id}",
                ("outcome", outcome),
                ("code", problem.Code),
                ("message", problem.Message)
            ),
            CancellationToken.None
        );

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset? Latest(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null ? other
        : other is null || one > other ? one
        : other;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The tokens of channel {ChannelId} ({Login}) were refreshed.")]
        public static partial void Refreshed(ILogger logger, string channelId, string login);

        [LoggerMessage(LogLevel.Warning, "Channel {ChannelId} ({Login}): refresh {Attempt} brought no answer ({Code}).")]
        public static partial void Postponed(ILogger logger, string channelId, string login, int attempt, string code);

        [LoggerMessage(LogLevel.Warning, "Channel {ChannelId} ({Login}): the network says that its tokens are dead ({Code}).")]
        public static partial void Dead(ILogger logger, string channelId, string login, string code);

        // Without the exception's text: a client's may quote the address it called.
        [LoggerMessage(LogLevel.Error, "Channel {ChannelId} ({Login}): the refresh broke off with {Fault}.")]
        public static partial void Faulted(ILogger logger, string channelId, string login, string fault);

        [LoggerMessage(LogLevel.Error, "The vault did not take the new tokens of channel {ChannelId}.")]
        public static partial void VaultAway(ILogger logger, string channelId, Exception exception);
    }
}
