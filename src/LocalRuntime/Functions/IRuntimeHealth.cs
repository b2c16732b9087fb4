namespace Atlas.LocalRuntime.Functions;

/// <summary>Whether the runtime around the functions is at work. A singleton in the host's services.</summary>
public interface IRuntimeHealth
{
    RuntimeHealthReport Report();
}

/// <param name="IsLive">The process does its work; false once a part of the runtime has died.</param>
/// <param name="IsReady">Everything has started, nothing is stopping and no part is in trouble.</param>
/// <param name="Parts">One entry for each part: the durable hub, every queue's pump, the timers.</param>
public sealed record RuntimeHealthReport(bool IsLive, bool IsReady, IReadOnlyList<RuntimePartHealth> Parts);

/// <param name="State">What the part is doing.</param>
/// <param name="LastError">The newest fault's kind and message, also that of a function it ran; null when there was none.</param>
/// <param name="LastErrorAt">When that was.</param>
public sealed record RuntimePartHealth(string Name, RuntimePartState State, string? LastError, DateTimeOffset? LastErrorAt);

public enum RuntimePartState
{
    NotStarted,
    Running,

    /// <summary>Runs, but its newest attempt failed: it tries again by itself.</summary>
    Failing,
    Stopped,
}
