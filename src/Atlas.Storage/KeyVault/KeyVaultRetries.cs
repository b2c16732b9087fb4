using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;

namespace Atlas.Storage.KeyVault;

/// <summary>
/// One quick second try, and no more: who calls holds a lease of minutes, and knows better what can wait. A vault that asks to be
/// left alone for longer is: the SDK itself would sleep for as long as its Retry-After says.
/// </summary>
internal sealed class KeyVaultRetries()
    : RetryPolicy(maxRetries: 1, DelayStrategy.CreateFixedDelayStrategy(TimeSpan.FromMilliseconds(400)))
{
    // Five attempts of a refresh to store its tokens, each of two tries, end within its lease.
    private static readonly TimeSpan s_networkTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(2);

    public static SecretClientOptions Options() =>
        new() { RetryPolicy = new KeyVaultRetries(), Retry = { NetworkTimeout = s_networkTimeout } };

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) =>
        IsSoon(message) && base.ShouldRetry(message, exception);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        IsSoon(message) ? base.ShouldRetryAsync(message, exception) : ValueTask.FromResult(false);

    private static bool IsSoon(HttpMessage message) =>
        !message.HasResponse || AzureFaults.RetryAfter(message.Response) is not { } wait || wait <= s_longestWait;
}
