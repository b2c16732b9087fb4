using Atlas.Core.Messaging;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;

namespace Atlas.Core.Idempotency;

/// <summary>What a command decided: the writes that do it, all in one batch of the workspace, and the answer that says so.</summary>
/// <param name="Writes">Empty where there is nothing to do.</param>
public sealed record Change(List<RowWrite> Writes, Answer Answer)
{
    /// <summary>Entries of the due index: written before the batch, so that a missing one can't happen.</summary>
    public IReadOnlyList<DueEntry> Due { get; init; } = [];

    /// <summary>Work that reaches beyond the batch.</summary>
    public IReadOnlyList<OutboxEntry> Outbox { get; init; } = [];

    /// <summary>Whether the answer shows a secret and is kept sealed.</summary>
    public bool HasSecret { get; init; }

    /// <summary>Runs after the batch, once. What it leaves undone a sweep does later.</summary>
    public Func<CancellationToken, Task>? Afterwards { get; init; }
}
