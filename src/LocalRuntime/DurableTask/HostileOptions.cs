namespace Atlas.LocalRuntime.DurableTask;

/// <summary>
/// A test switch: does on purpose all that the programming model allows to happen. The same seed under the same
/// scheduler makes the same trouble. Probabilities lie between 0 and 1.
/// </summary>
public sealed record HostileOptions
{
    public int Seed { get; init; }

    /// <summary>An activity runs twice at the same time. The first result counts, the second is dropped.</summary>
    public double DuplicateActivity { get; init; } = 0.1;

    /// <summary>An external event arrives only after <see cref="EventDelay"/>.</summary>
    public double DelayEvent { get; init; } = 0.1;

    public TimeSpan EventDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>An external event arrives twice.</summary>
    public double RepeatEvent { get; init; } = 0.1;

    /// <summary>A timer is lost at its time and fires only <see cref="LostTimerDelay"/> later.</summary>
    public double LoseTimer { get; init; } = 0.05;

    public TimeSpan LostTimerDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A turn begins with a full replay of the history instead of the live orchestrator.</summary>
    public double ForceReplay { get; init; } = 1;
}
