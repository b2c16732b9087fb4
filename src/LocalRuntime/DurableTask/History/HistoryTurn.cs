namespace Atlas.LocalRuntime.DurableTask;

/// <summary>One committed turn: what had happened, and what the orchestrator then asked for.</summary>
internal sealed record HistoryTurn(long Number, long Ticks, List<HistoryEvent> Happened, List<HistoryEvent> Asked);
