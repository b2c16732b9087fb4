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

    /// <summary>The same while rows or vault can't be asked. Longer than that nobody seals with a key that may have been replaced.</summary>
    internal static TimeSpan LongestKept { get; } = TimeSpan.FromMinutes(45);

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

    /// <summary>Makes a new key. What earlier ones have sealed stays readable until it is sealed anew.</summary>
    /// <returns>How many keys there are by now.</returns>
    internal async Task<int> RotateAsync(string purpose, CancellationToken cancellationToken)
    {
        _ = await LoadAsync(purpose, cancellationToken); // there is a first one
        await AddAsync(purpose, cancellationToken);
        return (await LoadAsync(purpose, cancellationToken)).Count;
    }

    /// <summary>The keys as they are stored now, and which they are.</summary>
    internal async ValueTask<(KeyRing Ring, Versioned<SigningKeyName> Names)?> ReadRingAsync(
        string purpose,
        CancellationToken cancellationToken
    )
    {
        var readAt = time.GetTimestamp();
        return await ReadNamesAsync(purpose, cancellationToken) is { } names
            ? (await ReadKeysAsync(purpose, names.Value, readAt, cancellationToken), names)
            : null;
    }

    /// <summary>Says of keys that were rotated before this was written down that it was now: no earlier than they were.</summary>
    internal async Task MarkRotatedAsync(string purpose, Versioned<SigningKeyName> names, CancellationToken cancellationToken) =>
        await TryReplaceAsync(purpose, names, names.Value with { RotatedAt = time.GetUtcNow() }, cancellationToken);

    /// <summary>
    /// Purges the earlier keys of <paramref name="names"/>. They leave the vault before the row forgets them: who does this again
    /// after a crash finds their names.
    /// </summary>
    /// <returns>False where the row has changed meanwhile; the keys are gone all the same.</returns>
    internal async Task<bool> PurgeEarlierAsync(
        string purpose,
        Versioned<SigningKeyName> names,
        CancellationToken cancellationToken
    )
    {
        foreach (var name in names.Value.Earlier ?? [])
        {
            await vault.DeleteAsync(name, cancellationToken);
        }

        return await TryReplaceAsync(purpose, names, new SigningKeyName(names.Value.SecretName), cancellationToken);
    }

    private async Task AddAsync(string purpose, CancellationToken cancellationToken)
    {
        var name = await StoreNewAsync(purpose, cancellationToken);
        Versioned<SigningKeyName> current;
        SigningKeyName next;
        do
        {
            current = (await ReadNamesAsync(purpose, cancellationToken))!;
            next = new SigningKeyName(name, [current.Value.SecretName, .. current.Value.Earlier ?? []], time.GetUtcNow());
        } while (!await TryReplaceAsync(purpose, current, next, cancellationToken));
    }

    private async Task<bool> TryReplaceAsync(
        string purpose,
        Versioned<SigningKeyName> current,
        SigningKeyName next,
        CancellationToken cancellationToken
    )
    {
        var write = RowWrite.Replace(purpose, next.ToRow(StoredJson.Default.SigningKeyName), current.ETag);
        return (await rows.WriteAsync(SystemKeys.DeploymentKeys, [write], cancellationToken)).Succeeded;
    }

    private async ValueTask<byte[]> ReadAgainAsync(string purpose, CancellationToken cancellationToken)
    {
        try
        {
            return (await LoadAsync(purpose, cancellationToken)).Newest;
        }
        catch (StorageUnavailableException)
            when (_rings.TryGetValue(purpose, out var known) && time.GetElapsedTime(known.ReadAt) < LongestKept)
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
        try
        {
            return await ReadKeysAsync(purpose, names, readAt, cancellationToken);
        }
        catch (KeyLostException) when (purpose == Tokens)
        {
            // Rows that were put back from a copy name a key that was purged since. What it sealed is asked for again.
            await AddAsync(purpose, cancellationToken);
            return await ReadKeysAsync(
                purpose,
                (await ReadNamesAsync(purpose, cancellationToken))!.Value,
                readAt,
                cancellationToken
            );
        }
    }

    private async ValueTask<KeyRing> ReadKeysAsync(
        string purpose,
        SigningKeyName names,
        long readAt,
        CancellationToken cancellationToken
    )
    {
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
                throw new KeyLostException(name);
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
/// <param name="RotatedAt">Since when none of <paramref name="Earlier"/> is the key any more.</param>
[StoredData(
    DataSubject.Deployment,
    "To find the key that signs addresses in the vault.",
    "As long as the deployment.",
    "With the deployment.",
    Exported = false
)]
public sealed record SigningKeyName(string SecretName, IReadOnlyList<string>? Earlier = null, DateTimeOffset? RotatedAt = null);
