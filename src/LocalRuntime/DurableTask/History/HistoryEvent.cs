namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Something that happened to an instance or that it asked for.</summary>
internal sealed record HistoryEvent(EventKind Kind, int TaskId = 0)
{
    /// <summary>The instance's own start, in timer rows that hold a start for later.</summary>
    public const int StartTask = -1;

    /// <summary>The activity, orchestrator or event name.</summary>
    public string? Name { get; init; }

    /// <summary>The payload's JSON. What an instance asks for is made again by replay, so there it isn't stored.</summary>
    public string? Text { get; init; }

    /// <summary>The other instance, of a sub-orchestration or a sent event.</summary>
    public string? Target { get; init; }

    /// <summary>When a timer is due.</summary>
    public long Ticks { get; init; }

    /// <summary>The version asked for; not stored, as replay makes it again.</summary>
    public string Version { get; init; } = "";

    /// <summary>The message row that brought it, deleted by the commit that records it here; 0 for none.</summary>
    public long MessageRow { get; init; }

    /// <summary>Whether it answers a task by its number.</summary>
    public bool IsAnswer =>
        Kind is >= EventKind.ActivityCompleted and <= EventKind.SubOrchestrationFailed and not EventKind.EventRaised;

    /// <summary>What it is called when code and history disagree.</summary>
    public string Describe() =>
        Kind switch
        {
            EventKind.ActivityScheduled => $"activity '{Name}' (#{TaskId})",
            EventKind.TimerCreated => $"timer (#{TaskId})",
            EventKind.TimerCancelled => $"cancelled timer (#{TaskId})",
            EventKind.SubOrchestrationStarted => $"sub-orchestration '{Name}' (#{TaskId})",
            EventKind.EventSent => $"sent event '{Name}' (#{TaskId})",
            _ => $"{Kind} (#{TaskId})",
        };

    public bool IsSameStepAs(HistoryEvent other) =>
        Kind == other.Kind && TaskId == other.TaskId && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);
}
