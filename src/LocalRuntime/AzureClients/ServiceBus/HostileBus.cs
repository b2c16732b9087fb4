namespace Atlas.LocalRuntime.ServiceBus;

/// <summary>The dice of hostile mode. One seed gives one sequence of throws.</summary>
internal sealed class HostileBus(HostileBusOptions options)
{
    private readonly Lock _gate = new();
#pragma warning disable CA5394 // a seeded test double, not a secret
    private readonly Random _random = new(options.Seed);

    public TimeSpan? Delay() => Throw(options.DelayProbability) ? options.MaxDelay * Next() : null;

    public bool Repeats() => Throw(options.RepeatProbability);

    /// <summary>How many messages at the head of the queue let another one pass.</summary>
    public int Overtaken() => Throw(options.ReorderProbability) ? 1 + (int)(Next() * 8) : 0;

    private bool Throw(double probability) => Next() < probability;

    private double Next()
    {
        lock (_gate)
        {
            return _random.NextDouble();
        }
    }
#pragma warning restore CA5394
}
