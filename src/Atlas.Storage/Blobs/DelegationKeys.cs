using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Atlas.Storage.Blobs;

/// <summary>The key with which an identity, that has no account key, signs addresses. Kept for as long as it outlives what is signed.</summary>
internal sealed class DelegationKeys(BlobServiceClient service, TimeProvider timeProvider)
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(6.5); // the service allows seven days
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(5);

    private UserDelegationKey? _key;

    public async ValueTask<UserDelegationKey> GetAsync(DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        if (expiresAt - now > s_lifetime)
        {
            throw new ArgumentOutOfRangeException(
                nameof(expiresAt),
                expiresAt,
                $"An address lives at most {s_lifetime.TotalDays} days."
            );
        }

        if (Volatile.Read(ref _key) is { } kept && kept.SignedExpiresOn >= expiresAt)
        {
            return kept;
        }

        // Two callers may both ask for one: either key is good.
        UserDelegationKey key = await service.GetUserDelegationKeyAsync(now - s_clockSkew, now + s_lifetime, cancellationToken);
        Volatile.Write(ref _key, key);
        return key;
    }
}
