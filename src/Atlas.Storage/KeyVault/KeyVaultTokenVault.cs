using Atlas.Core.Channels;
using Atlas.Core.Storage;
using Azure;
using Azure.Security.KeyVault.Secrets;

namespace Atlas.Storage.KeyVault;

/// <summary>
/// Secrets in Azure Key Vault. A vault keeps what is deleted until it is purged, deleting and purging take seconds, and
/// the name is taken until both are over: https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview
/// </summary>
internal sealed class KeyVaultTokenVault(SecretClient client, TimeProvider timeProvider) : ITokenVault
{
    private const int PollsOfOneDeletion = 5;
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    public Task SetAsync(string name, Secret value, CancellationToken cancellationToken)
    {
        SecretLimits.CheckName(name);
        SecretLimits.CheckValue(value);
        return UntilDoneAsync($"set the secret {name}", () => TrySetAsync(name, value, cancellationToken), cancellationToken);
    }

    public async Task<Secret?> GetAsync(string name, CancellationToken cancellationToken)
    {
        SecretLimits.CheckName(name);
        try
        {
            KeyVaultSecret secret = await client.GetSecretAsync(name, version: null, cancellationToken);
            return new Secret(secret.Value);
        }
        catch (RequestFailedException ex) when (ex.Status == 404)
        {
            return null;
        }
        catch (Exception ex) when (AzureFaults.IsUnavailable(ex, cancellationToken))
        {
            throw AzureFaults.Unavailable($"get the secret {name}", ex);
        }
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        SecretLimits.CheckName(name);
        DeleteSecretOperation? deletion = null;
        var polls = 0;
        await UntilDoneAsync(
            $"delete the secret {name}",
            async () =>
            {
                if (deletion is null)
                {
                    try
                    {
                        deletion = await client.StartDeleteSecretAsync(name, cancellationToken);
                    }
                    catch (RequestFailedException ex) when (ex.Status == 404)
                    {
                        return true; // never was, or an earlier delete got half-way: the purge settles it
                    }
                }
                else
                {
                    await deletion.UpdateStatusAsync(cancellationToken);
                }

                var isOver = deletion.HasCompleted;
                if (!isOver && ++polls % PollsOfOneDeletion == 0)
                {
                    deletion = null; // somebody else may have purged it between two polls: then nobody ever sees it deleted
                }

                return isOver;
            },
            cancellationToken
        );
        await UntilDoneAsync($"purge the secret {name}", () => TryPurgeAsync(name, cancellationToken), cancellationToken);
    }

    private async Task<bool> TrySetAsync(string name, Secret value, CancellationToken cancellationToken)
    {
        try
        {
            await client.SetSecretAsync(name, value.Reveal(), cancellationToken);
            return true;
        }
        catch (RequestFailedException ex) when (KeyVaultErrors.IsDeletedButRecoverable(ex))
        {
            await TryPurgeAsync(name, cancellationToken); // an earlier delete got half-way and holds the name
            return false;
        }
    }

    private async Task<bool> TryPurgeAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await client.PurgeDeletedSecretAsync(name, cancellationToken);
            return true;
        }
        catch (RequestFailedException ex) when (ex.Status == 404)
        {
            return true; // already gone
        }
    }

    /// <summary>Tries again, for a while, for as long as the vault is still busy deleting or purging the name (409).</summary>
    private async Task UntilDoneAsync(string what, Func<Task<bool>> attempt, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        do
        {
            try
            {
                if (await attempt())
                {
                    return;
                }
            }
            catch (RequestFailedException ex) when (ex.Status == 409)
            {
                // goes on below
            }
            catch (Exception ex) when (AzureFaults.IsUnavailable(ex, cancellationToken))
            {
                throw AzureFaults.Unavailable(what, ex);
            }

            await Task.Delay(s_poll, timeProvider, cancellationToken);
        } while (timeProvider.GetElapsedTime(started) < s_patience);

        throw new StorageUnavailableException($"Key Vault is still busy: could not {what}.", s_patience, innerException: null);
    }
}
