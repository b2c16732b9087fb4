using Atlas.Core.Connections;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Core.Channels;

/// <summary>
/// Hands out the tokens of channels. They are kept in memory for a few minutes, so that a burst of posts doesn't ask the vault
/// once for each; one that is about to end is refreshed first.
/// </summary>
public sealed class ChannelTokens(
    TokenStore store,
    UpkeepStore upkeeps,
    RefreshTokens refresh,
    PlatformLogins logins,
    TimeProvider time
)
{
    /// <summary>A token that the network refuses although it is younger than this is not worth a refresh: the grant itself lacks something.</summary>
    private static readonly TimeSpan s_young = TimeSpan.FromMinutes(10);

    /// <exception cref="Storage.StorageUnavailableException">Store or vault could not be asked.</exception>
    public ValueTask<TokenAnswer> ReadAsync(Channel channel, CancellationToken cancellationToken) =>
        store.TryGetCached(channel, out var cached) && !UpkeepPlan.IsNearEnd(cached, time.GetUtcNow())
            ? ValueTask.FromResult<TokenAnswer>(new TokenAnswer.Ready(cached.Access))
            : LoadAsync(channel, cancellationToken);

    /// <summary>All tokens of a channel, for calls that are about the connection itself.</summary>
    /// <returns>Null where there are none.</returns>
    public async ValueTask<TokenSet?> ReadAllAsync(Channel channel, CancellationToken cancellationToken) =>
        await store.ReadAllAsync(channel, (await store.ReadUpkeepAsync(channel, cancellationToken))?.Value, cancellationToken);

    /// <summary>
    /// Whether the network's no to <paramref name="used"/> means that a person has to connect the channel again. Not where
    /// another instance has refreshed it since, or a refresh brings a token that may be taken.
    /// </summary>
    public async Task<bool> IsDeadAsync(Channel channel, Secret used, CancellationToken cancellationToken)
    {
        store.Forget(channel.TokenName);
        if (await ReadAllAsync(channel, cancellationToken) is not { } known)
        {
            return true;
        }

        if (known.Access.Reveal() != used.Reveal())
        {
            return false;
        }

        if (
            logins.Find(channel.Login)?.Description.Refresh is not { } rule
            || UpkeepPlan.RefreshAt(channel, known, rule) is null
            || time.GetUtcNow() - known.IssuedAt < s_young
            || time.GetUtcNow() < known.IssuedAt + rule.MinimumAge
        )
        {
            return true;
        }

        return await refresh.RunAsync(channel, force: true, cancellationToken)
            is RefreshOutcome.Dead
                or RefreshOutcome.NotPossible;
    }

    private async ValueTask<TokenAnswer> LoadAsync(Channel channel, CancellationToken cancellationToken)
    {
        var upkeep = (await store.ReadUpkeepAsync(channel, cancellationToken))?.Value;
        if (await store.ReadAccessAsync(channel, upkeep, cancellationToken) is not { } tokens)
        {
            return new TokenAnswer.Missing("The channel's access token is gone: connect the channel again.");
        }

        if (upkeep is null && logins.Find(channel.Login) is { } login)
        {
            await upkeeps.AdoptAsync(channel, tokens, login.Description.Refresh, cancellationToken);
        }

        var now = time.GetUtcNow();
        if (!UpkeepPlan.IsNearEnd(tokens, now))
        {
            store.Cache(channel, tokens);
            return new TokenAnswer.Ready(tokens.Access);
        }

        switch (await refresh.RunAsync(channel, force: false, cancellationToken))
        {
            case RefreshOutcome.Fresh fresh:
                store.Cache(channel, fresh.Tokens);
                return new TokenAnswer.Ready(fresh.Tokens.Access);
            case RefreshOutcome.Dead dead:
                return new TokenAnswer.Missing($"{dead.Problem.Message} {dead.Problem.NextStep}");
            case RefreshOutcome.Later later when UpkeepPlan.IsOver(tokens, time.GetUtcNow()):
                return new TokenAnswer.NotNow(later.Reason, later.Until); // an ended token would only be refused
            default:
                return new TokenAnswer.Ready(tokens.Access);
        }
    }
}

/// <summary>Whether a channel can be called now.</summary>
public abstract record TokenAnswer
{
    private TokenAnswer() { }

    public sealed record Ready(Secret AccessToken) : TokenAnswer;

    /// <summary>There is none: the channel was disconnected, or has to be connected again.</summary>
    public sealed record Missing(string Reason) : TokenAnswer;

    /// <summary>It has ended, and the next could not be had yet. That says nothing about the connection.</summary>
    public sealed record NotNow(string Reason, DateTimeOffset Until) : TokenAnswer;
}
