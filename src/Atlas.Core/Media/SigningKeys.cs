using System.Collections.Concurrent;
using System.Security.Cryptography;
using Atlas.Core.Channels;
using Atlas.Core.Storage;

namespace Atlas.Core.Media;

/// <summary>
/// Keys with which this deployment signs its own addresses and seals what rows hold of secrets. Each is made once: it lies in the vault under a name of its own
/// before a row names it, so of several that are made at the same time only one is ever used.
/// </summary>
public sealed class SigningKeys(IRowStore rows, ITokenVault vault, TimeProvider time)
{
    public const string Media = "media";

    /// <summary>Seals access tokens and what a log-in in progress keeps.</summary>
    public const string Tokens = "tokens";

    /// <summary>Makes the token by which networks verify our webhook address, and the codes of deletion requests.</summary>
    public const string Callbacks = "callbacks";

    private readonly ConcurrentDictionary<string, byte[]> _keys = new();

    public ValueTask<byte[]> ReadAsync(string purpose, CancellationToken cancellationToken) =>
        _keys.TryGetValue(purpose, out var key) ? ValueTask.FromResult(key) : LoadAsync(purpose, cancellationToken);

    private async ValueTask<byte[]> LoadAsync(string purpose, CancellationToken cancellationToken)
    {
        var name = await ReadNameAsync(purpose, cancellationToken) ?? await CreateAsync(purpose, cancellationToken);
        var secret =
            await vault.GetAsync(name, cancellationToken)
            ?? throw new InvalidOperationException($"The vault has lost the signing key {name}.");
        return _keys.GetOrAdd(purpose, Convert.FromBase64String(secret.Reveal()));
    }

    private async ValueTask<string?> ReadNameAsync(string purpose, CancellationToken cancellationToken) =>
        (await rows.ReadAsync(SystemKeys.DeploymentKeys, purpose, StoredJson.Default.SigningKeyName, cancellationToken))
            ?.Value
            .SecretName;

    private async ValueTask<string> CreateAsync(string purpose, CancellationToken cancellationToken)
    {
        var name = $"{purpose}-signing-{Guid.CreateVersion7(time.GetUtcNow()):N}";
        var secret = new Secret(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        await vault.SetAsync(name, secret, cancellationToken);
        var write = RowWrite.Insert(purpose, new SigningKeyName(name).ToRow(StoredJson.Default.SigningKeyName));
        if ((await rows.WriteAsync(SystemKeys.DeploymentKeys, [write], cancellationToken)).Succeeded)
        {
            return name;
        }

        var used =
            await ReadNameAsync(purpose, cancellationToken)
            ?? throw new InvalidOperationException($"The name of the signing key {purpose} was there and is gone.");
        if (used != name) // a write that was done and answered with a conflict would lose the one key there is
        {
            await vault.DeleteAsync(name, cancellationToken);
        }

        return used;
    }
}

/// <summary>Which secret of the vault is the key.</summary>
[StoredData(
    DataSubject.Deployment,
    "To find the key that signs addresses in the vault.",
    "As long as the deployment.",
    "With the deployment.",
    Exported = false
)]
public sealed record SigningKeyName(string SecretName);
