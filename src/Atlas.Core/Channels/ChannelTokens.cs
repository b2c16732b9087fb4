namespace Atlas.Core.Channels;

/// <summary>
/// Hands out the tokens of channels. A token read from the vault is kept in memory for a few minutes, so that a burst of
/// posts doesn't ask the vault once for each.
/// </summary>
public sealed class ChannelTokens(ITokenVault vault, TimeProvider time)
{
    private readonly ExpiringCache<string, Secret> _cache = new(time, TimeSpan.FromMinutes(3), capacity: 2000);

    /// <returns>Null where the vault has none: the channel was disconnected, or has to be connected again.</returns>
    /// <exception cref="Storage.StorageUnavailableException">The vault could not be asked.</exception>
    public ValueTask<Secret?> ReadAsync(Channel channel, CancellationToken cancellationToken) =>
        _cache.TryGet(channel.TokenName, out var token)
            ? ValueTask.FromResult<Secret?>(token)
            : AskVaultAsync(channel.TokenName, cancellationToken);

    /// <summary>Stores the token of a new connection. Every connection has a generation, and so a name, of its own.</summary>
    public Task StoreAsync(Channel channel, Secret token, CancellationToken cancellationToken) =>
        vault.SetAsync(channel.TokenName, token, cancellationToken);

    public async Task PurgeAsync(string tokenName, CancellationToken cancellationToken)
    {
        _cache.Remove(tokenName);
        await vault.DeleteAsync(tokenName, cancellationToken);
        _cache.Remove(tokenName);
    }

    private async ValueTask<Secret?> AskVaultAsync(string name, CancellationToken cancellationToken)
    {
        var token = await vault.GetAsync(name, cancellationToken);
        if (token is not null)
        {
            _cache.Set(name, token);
        }

        return token;
    }
}
