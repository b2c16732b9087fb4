namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Throws the dice of hostile mode.</summary>
internal sealed class HostileActs(HostileOptions options)
{
#pragma warning disable CA5394 // it must be repeatable, not secret
    private readonly Random _random = new(options.Seed);
#pragma warning restore CA5394
    private readonly Lock _lock = new();

    public HostileOptions Options => options;

    public bool DuplicatesActivity() => Happens(options.DuplicateActivity);

    public bool DelaysEvent() => Happens(options.DelayEvent);

    public bool RepeatsEvent() => Happens(options.RepeatEvent);

    public bool LosesTimer() => Happens(options.LoseTimer);

    public bool ForcesReplay() => Happens(options.ForceReplay);

    private bool Happens(double probability)
    {
        lock (_lock)
        {
#pragma warning disable CA5394
            return _random.NextDouble() < probability;
#pragma warning restore CA5394
        }
    }
}
