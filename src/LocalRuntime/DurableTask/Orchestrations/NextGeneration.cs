namespace Atlas.LocalRuntime.DurableTask;

/// <summary>What ContinueAsNew asked for.</summary>
/// <param name="Version">Null to keep the version.</param>
internal sealed record NextGeneration(string? Input, bool PreservesEvents, string? Version);
