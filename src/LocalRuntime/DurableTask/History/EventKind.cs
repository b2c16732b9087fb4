namespace Atlas.LocalRuntime.DurableTask;

/// <summary>What happened to an instance (below 32) and what it asked for (from 32). Stored: values never change their meaning.</summary>
internal enum EventKind : byte
{
    ActivityCompleted = 1,
    ActivityFailed = 2,
    TimerFired = 3,
    EventRaised = 4,
    SubOrchestrationCompleted = 5,
    SubOrchestrationFailed = 6,
    Suspended = 7,
    Resumed = 8,
    Terminated = 9,

    /// <summary>The orchestrator left its thread. Never stored: it ends the instance.</summary>
    Strayed = 10,

    /// <summary>Look into the database for what memory may have missed. Never stored.</summary>
    Woken = 11,

    ActivityScheduled = 32,
    TimerCreated = 33,
    TimerCancelled = 34,
    SubOrchestrationStarted = 35,
    EventSent = 36,
}
