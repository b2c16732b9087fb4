namespace Atlas.LocalRuntime.DurableTask;

/// <summary>The type of a result that nobody reads, so that it isn't parsed.</summary>
internal readonly struct NoResult;
