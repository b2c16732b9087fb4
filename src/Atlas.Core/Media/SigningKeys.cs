using System.Collections.Concurrent;
using System.Security.Cryptography;
using Atlas.Core.Channels;
using Atlas.Core.Connections;
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

    /// <summary>How long another instance may go on sealing with the key before the newest.</summary>
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, KeyRing> _rings = new();

    /// <summary>The newest key.</summary>
    public ValueTask<byte[]> ReadAsync(string purpose, CancellationToken cancellationToken) =>
        _rings.TryGetValue(purpose, out var ring) && time.GetElapsedTime(ring.ReadAt) < s_kept
            ? ValueTask.FromResult(ring.Newest)
            : ReadAgainAsync(purpose, cancellationToken);

    /// <summary>Opens what this or an earlier key of the purpose has sealed.</summary>
    /// <exception cref="AuthenticationTagMismatchException">None of them has, or for another place.</exception>
    internal async ValueTask<byte[]> OpenAsync(
        string purpose,
        ReadOnlyMemory<byte> kept,
        string place,
        CancellationToken cancellationToken
    )
    {
        if (_rings.TryGetValue(purpose, out var ring) && ring.TryOpen(kept.Span, place, out var plain))
        {
            return plain;
        }

        // Another instance may have a newer key.
        ring = await LoadAsync(purpose, cancellationToken);
        return ring.TryOpen(kept.Span, place, out plain) ? plain : Sealing.Open(ring.Newest, kept.Span, place);
    }

    /// <summary>Makes a new key. What earlier ones have sealed stays readable, and is sealed with the new one when it is next written.</summary>
    /// <returns>How many keys there are by now.</returns>
    internal async Task<int> RotateAsync(string purpose, CancellationToken cancellationToken)
    {
        _ = await LoadAsync(purpose, cancellationToken); // there is a first one
        var name = await StoreNewAsync(purpose, cancellationToken);
        while (true)
        {
            var current = await ReadNamesAsync(purpose, cancellationToken);
            var next = new SigningKeyName(name, [current!.Value.SecretName, .. current.Value.Earlier ?? []]);
            var write = RowWrite.Replace(purpose, next.ToRow(StoredJson.Default.SigningKeyName), current.ETag);
            if ((await rows.WriteAsync(SystemKeys.DeploymentKeys, [write], cancellationToken)).Succeeded)
            {
                return (await LoadAsync(purpose, cancellationToken)).Count;
            }
        }
    }

    private async ValueTask<byte[]> ReadAgainAsync(string purpose, CancellationToken cancellationToken)
    {
        try
        {
            return (await LoadAsync(purpose, cancellationToken)).Newest;
        }
        catch (StorageUnavailableException) when (_rings.TryGetValue(purpose, out var known))
        {
            return known.Newest; // it is still good: what it seals stays readable
        }
    }

    private async ValueTask<KeyRing> LoadAsync(string purpose, CancellationToken cancellationToken)
    {
        var readAt = time.GetTimestamp();
        var names = await ReadNamesAsync(purpose, cancellationToken) is { Value: var kept }
            ? kept
            : new SigningKeyName(await CreateAsync(purpose, cancellationToken));
        var known = _rings.GetValueOrDefault(purpose);
        List<(string Name, byte[] Key)> keys = [];
        foreach (var name in (string[])[names.SecretName, .. names.Earlier ?? []])
        {
            if ((known?.Find(name) ?? await ReadKeyAsync(name, cancellationToken)) is { } key)
            {
                keys.Add((name, key));
            }
            else if (name == names.SecretName)
            {
                throw new InvalidOperationException($"The vault has lost the signing key {name}.");
            }
        }

        var ring = new KeyRing(keys, readAt);
        _rings[purpose] = ring;
        return ring;
    }

    private async ValueTask<byte[]?> ReadKeyAsync(string name, CancellationToken cancellationToken) =>
        await vault.GetAsync(name, cancellationToken) is { } secret ? Convert.FromBase64String(secret.Reveal()) : null;

    private ValueTask<Versioned<SigningKeyName>?> ReadNamesAsync(string purpose, CancellationToken cancellationToken) =>
        rows.ReadAsync(SystemKeys.DeploymentKeys, purpose, StoredJson.Default.SigningKeyName, cancellationToken);

    private async ValueTask<string> CreateAsync(string purpose, CancellationToken cancellationToken)
    {
        var name = await StoreNewAsync(purpose, cancellationToken);
        var write = RowWrite.Insert(purpose, new SigningKeyName(name).ToRow(StoredJson.Default.SigningKeyName));
        if ((await rows.WriteAsync(SystemKeys.DeploymentKeys, [write], cancellationToken)).Succeeded)
        {
            return name;
        }

        var used =
            (await ReadNamesAsync(purpose, cancellationToken))?.Value.SecretName
            ?? throw new InvalidOperationException($"The name of the signing key {purpose} was there and is gone.");
        if (used != name) // a write that was done and answered with a conflict would lose the one key there is
        {
            await vault.DeleteAsync(name, cancellationToken);
        }

        return used;
    }

    private async ValueTask<string> StoreNewAsync(string purpose, CancellationToken cancellationToken)
    {
        var name = $"{purpose}-signing-{Guid.CreateVersion7(time.GetUtcNow()):N}";
        var secret = new Secret(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        await vault.SetAsync(name, secret, cancellationToken);
        return name;
    }
}

/// <summary>Which secret of the vault is the key.</summary>
/// <param name="Earlier">Those that were the key before, newest first: what they have sealed may still lie somewhere.</param>
[StoredData(
    DataSubject.Deployment,
    "To find the key that signs addresses in the vault.",
    "As long as the deployment.",
    "With the deployment.",
    Exported = false
)]
public sealed record SigningKeyName(string SecretName, IReadOnlyList<string>? Earlier = null);
