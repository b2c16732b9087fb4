namespace Atlas.LocalRuntime.DurableTask;

internal sealed record StoredInstance(InstanceInfo Info, List<HistoryTurn> Turns, List<HistoryEvent> Messages);
