using System.Security.Cryptography;
using System.Text;
using Atlas.Core.Channels;
using Atlas.Core.Storage;

namespace Atlas.Core.Workspaces;

/// <summary>
/// Tells who a credential belongs to. What was found is kept in memory for a few seconds, so a revoked key stops
/// everywhere within that time and at once where it was revoked.
/// </summary>
public sealed class Authenticator(IRowStore rows, WorkspaceOptions options, TimeProvider time)
{
    private static readonly TimeSpan s_kept = TimeSpan.FromSeconds(10);
    private readonly ExpiringCache<string, Caller?> _callers = new(time, s_kept, capacity: 10_000);

    /// <returns>Null where the credential is nobody's.</returns>
    /// <exception cref="StorageUnavailableException">Nobody knows whose it is: refuse.</exception>
    public ValueTask<Caller?> FindAsync(string credential, CancellationToken cancellationToken)
    {
        var secret = new Secret(credential);
        if (!ApiKeySecret.HasShape(credential))
        {
            return ValueTask.FromResult(SetUpCaller(secret));
        }

        var hash = ApiKeySecret.HashOf(secret);
        return _callers.TryGet(hash, out var caller)
            ? ValueTask.FromResult(caller)
            : LookUpAsync(hash, secret, cancellationToken);
    }

    /// <summary>After a key or its workspace has changed.</summary>
    public void Forget(string keyHash) => _callers.Remove(keyHash);

    private async ValueTask<Caller?> LookUpAsync(string hash, Secret credential, CancellationToken cancellationToken)
    {
        var caller = await ReadCallerAsync(hash, credential, cancellationToken);
        _callers.Set(hash, caller);
        return caller;
    }

    private async ValueTask<Caller?> ReadCallerAsync(string hash, Secret credential, CancellationToken cancellationToken)
    {
        var owner = await rows.ReadAsync(SystemKeys.ApiKeys(hash), hash, StoredJson.Default.ApiKeyOwner, cancellationToken);
        if (owner is null)
        {
            return null;
        }

        var partition = WorkspaceKeys.Partition(owner.Value.WorkspaceId);
        var key = await rows.ReadAsync(
            partition,
            WorkspaceKeys.ApiKey(owner.Value.KeyId.ToString()),
            StoredJson.Default.ApiKey,
            cancellationToken
        );
        var workspace = await rows.ReadAsync(partition, WorkspaceKeys.Workspace, StoredJson.Default.Workspace, cancellationToken);

        // The look-up row may outlive its key for a moment: the workspace's own rows decide.
        return key is null || workspace is null || key.Value.Hash != hash
            ? null
            : new Caller(workspace.Value.Id, key.Value.Id.ToString(), workspace.Value.TimeZone, key.Value.Scopes, credential);
    }

    private Caller? SetUpCaller(Secret secret) =>
        options.SetupKeyHash is { Length: 64 } expected
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(expected.ToLowerInvariant()),
            Encoding.ASCII.GetBytes(ApiKeySecret.HashOf(secret))
        )
            ? new Caller(default, "setup", "Etc/UTC", [Scopes.SetUp, Scopes.SetupRead], secret)
            : null;
}
