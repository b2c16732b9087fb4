namespace Atlas.Core.Channels;

/// <summary>
/// Keeps secrets by name, encrypted at rest. Names have 1 to 127 characters of 0-9, a-z, A-Z and '-' (the rule of Azure
/// Key Vault); values at most 25,000 bytes of UTF-8 (likewise).
/// </summary>
/// <exception cref="Storage.StorageUnavailableException">From every call: the vault could not be asked.</exception>
public interface ITokenVault
{
    /// <summary>Stores a new value, in place of one that was there.</summary>
    Task SetAsync(string name, Secret value, CancellationToken cancellationToken);

    Task<Secret?> GetAsync(string name, CancellationToken cancellationToken);

    /// <summary>Deletes and purges, so that no copy can be recovered. Without effect where there is no such secret.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);
}
