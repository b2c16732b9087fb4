namespace Atlas.LocalRuntime.DurableTask;

/// <summary>One activity to run for an instance. Running it twice does no harm to the engine: the first result counts.</summary>
internal sealed record ActivityWork(LiveInstance Instance, InstanceInfo Info, HistoryEvent Asked);
