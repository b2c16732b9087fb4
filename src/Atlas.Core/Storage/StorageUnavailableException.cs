namespace Atlas.Core.Storage;

/// <summary>The store could not be asked, or its answer was lost: throttling, a time-out, a full or locked disk. A write may have happened.</summary>
/// <param name="retryAfter">The store's own advice, or null.</param>
public sealed class StorageUnavailableException(string message, TimeSpan? retryAfter, Exception? innerException)
    : Exception(message, innerException)
{
    public TimeSpan? RetryAfter => retryAfter;
}
