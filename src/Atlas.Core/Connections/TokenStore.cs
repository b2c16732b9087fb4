using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Storage;

namespace Atlas.Core.Connections;

/// <summary>
/// Where the tokens of channels lie. What lasts is one secret per channel and generation in the vault; an access token that was
/// refreshed without anything else having changed is under a seal in the channel's <see cref="ChannelUpkeep"/>, so that hourly
/// refreshes don't pile up versions in the vault. Whichever was issued later counts.
/// </summary>
public sealed class TokenStore(IRowStore rows, ITokenVault vault, SigningKeys keys, TimeProvider time)
{
    private readonly ExpiringCache<string, TokenSet> _cache = new(time, TimeSpan.FromMinutes(3), capacity: 2000);

    internal bool TryGetCached(Channel channel, [MaybeNullWhen(false)] out TokenSet tokens) =>
        _cache.TryGet(channel.TokenName, out tokens);

    internal void Cache(Channel channel, TokenSet tokens) => _cache.Set(channel.TokenName, tokens);

    internal void Forget(string tokenName) => _cache.Remove(tokenName);

    /// <summary>Stores what lasts. Every connection has a generation, and so a name, of its own.</summary>
    internal Task SetAsync(Channel channel, TokenSet tokens, CancellationToken cancellationToken) =>
        vault.SetAsync(channel.TokenName, StoredTokens.ToSecret(tokens), cancellationToken);

    public async Task PurgeAsync(string tokenName, CancellationToken cancellationToken)
    {
        _cache.Remove(tokenName);
        await vault.DeleteAsync(tokenName, cancellationToken);
        _cache.Remove(tokenName);
    }

    /// <returns>Null where the channel's connection has none, or it is of an earlier connection.</returns>
    internal async ValueTask<Versioned<ChannelUpkeep>?> ReadUpkeepAsync(Channel channel, CancellationToken cancellationToken) =>
        await rows.ReadAsync(
            WorkspaceKeys.Partition(channel.WorkspaceId),
            WorkspaceKeys.Upkeep(channel.Id),
            StoredJson.Default.ChannelUpkeep,
            cancellationToken
        )
            is { } upkeep
        && upkeep.Value.Generation == channel.Generation
            ? upkeep
            : null;

    /// <summary>Only what a call to the network needs: asks the vault only where the row has nothing that can be trusted.</summary>
    /// <returns>Null where there is no token any more.</returns>
    internal async ValueTask<TokenSet?> ReadAccessAsync(
        Channel channel,
        ChannelUpkeep? upkeep,
        CancellationToken cancellationToken
    ) =>
        // With a refresh under way, or one that died, the vault may be ahead of the row.
        upkeep is { Sealed: { } bytes, Lease: null }
        && await TryOpenAsync(channel, bytes, cancellationToken) is { } sealedOnes
            ? sealedOnes
            : await ReadAllAsync(channel, upkeep, cancellationToken);

    /// <summary>All tokens of the channel, the newest of each kind.</summary>
    internal async ValueTask<TokenSet?> ReadAllAsync(Channel channel, ChannelUpkeep? upkeep, CancellationToken cancellationToken)
    {
        if (await vault.GetAsync(channel.TokenName, cancellationToken) is not { } secret)
        {
            return null;
        }

        var kept = StoredTokens.Read(secret, channel.ConnectedAt, channel.TokenExpiresAt);
        if (upkeep?.Sealed is not { } bytes || await TryOpenAsync(channel, bytes, cancellationToken) is not { } newer)
        {
            return kept;
        }

        return newer.IssuedAt <= kept.IssuedAt
            ? kept
            : kept with
            {
                Access = newer.Access,
                IssuedAt = newer.IssuedAt,
                AccessExpiresAt = newer.AccessExpiresAt,
                Refresh = newer.Refresh ?? kept.Refresh,
                RefreshExpiresAt = newer.Refresh is null ? kept.RefreshExpiresAt : newer.RefreshExpiresAt,
                Owner = newer.Owner ?? kept.Owner,
                OwnerExpiresAt = newer.Owner is null ? kept.OwnerExpiresAt : newer.OwnerExpiresAt,
            };
    }

    /// <summary>Makes sure that <see cref="SealAsync"/> will not need the vault: it is the way out where that has gone away.</summary>
    internal async ValueTask PrepareToSealAsync(CancellationToken cancellationToken) =>
        await keys.ReadAsync(SigningKeys.Tokens, cancellationToken);

    internal async ValueTask<byte[]> SealAsync(Channel channel, TokenSet tokens, CancellationToken cancellationToken) =>
        Sealing.Seal(await keys.ReadAsync(SigningKeys.Tokens, cancellationToken), StoredTokens.Write(tokens), channel.TokenName);

    /// <returns>Null where its key has been purged, as rows from a copy may find it: what lasts is in the vault.</returns>
    private async ValueTask<TokenSet?> TryOpenAsync(Channel channel, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            return StoredTokens.Read(await keys.OpenAsync(SigningKeys.Tokens, bytes, channel.TokenName, cancellationToken));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
