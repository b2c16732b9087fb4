namespace Atlas.Core.Messaging;

/// <summary>What a queue has given up on.</summary>
/// <exception cref="Storage.StorageUnavailableException">From every call: the queue could not be asked.</exception>
public interface IDeadLetters
{
    /// <summary>In the order of their numbers, from <paramref name="fromNumber"/> on. Takes nothing away.</summary>
    Task<IReadOnlyList<DeadLetter>> ListAsync(string queue, long fromNumber, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Puts dead letters back into their queue, or throws them away. One that is put back is sent before it is taken off, so a
    /// crash in between sends it twice and loses none.
    /// </summary>
    /// <param name="numbers">Null for all, up to <paramref name="limit"/>.</param>
    /// <returns>How many.</returns>
    Task<int> SettleAsync(string queue, IReadOnlySet<long>? numbers, bool replay, int limit, CancellationToken cancellationToken);
}

/// <param name="Number">The broker's sequence number.</param>
/// <param name="Reason">The broker's word for why it is here.</param>
public sealed record DeadLetter(
    long Number,
    string? Reason,
    int Deliveries,
    DateTimeOffset EnqueuedAt,
    ReadOnlyMemory<byte> Body
);
