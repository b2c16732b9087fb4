using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.DurableTask;

/// <param name="SerializedInput">The input's JSON; null where there is none.</param>
/// <param name="CancellationToken">Cancelled when the hub stops; the activity then runs again after the next start.</param>
public sealed record ActivityInvocation(
    TaskActivityContext Context,
    string? SerializedInput,
    CancellationToken CancellationToken
);
