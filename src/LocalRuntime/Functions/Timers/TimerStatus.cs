namespace Atlas.LocalRuntime.Functions.Timers;

/// <summary>How far a timer has come.</summary>
/// <param name="Last">The start of its newest run; null before the first.</param>
/// <param name="Next">When it is due.</param>
internal sealed record TimerStatus(DateTime? Last, DateTime Next, DateTime LastUpdated)
{
    /// <summary>What <see cref="Next"/> would be by this schedule: anything else means that the schedule has changed.</summary>
    public DateTime NextBy(TimerSchedule schedule) => schedule.Next(Last ?? LastUpdated);
}
