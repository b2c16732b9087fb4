namespace Atlas.Sandbox.Faults;

/// <summary>The rules in force. The random numbers come from one seed, so the same calls in the same order meet the same faults.</summary>
internal sealed class FaultBook(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private ActiveFault[] _active = [];
    private Random _random = new(1);

    public IReadOnlyList<FaultReport> Read() => [.. Volatile.Read(ref _active).Select(f => f.Report())];

    public FaultReport Add(FaultRule rule)
    {
        var active = new ActiveFault(rule with { Id = rule.Id ?? Guid.CreateVersion7(clock.GetUtcNow()).ToString("n") });
        lock (_lock)
        {
            _active = [.. _active.Where(f => f.Rule.Id != active.Rule.Id), active];
        }

        return active.Report();
    }

    public void Seed(int seed)
    {
        lock (_lock)
        {
            _random = new Random(seed);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _active = [];
        }
    }

    public bool Remove(string id)
    {
        lock (_lock)
        {
            var before = _active.Length;
            _active = [.. _active.Where(f => f.Rule.Id != id)];
            return _active.Length < before;
        }
    }

    /// <summary>The first rule that hits this call, or null. Counts the hit.</summary>
    public FaultRule? Pick(string operation, string? accountId)
    {
        if (Volatile.Read(ref _active).Length is 0)
        {
            return null;
        }

        lock (_lock)
        {
            foreach (var fault in _active)
            {
                if (fault.Rule.Matches(operation, accountId) && fault.Hits(_random))
                {
                    return fault.Rule;
                }
            }
        }

        return null;
    }

    private sealed class ActiveFault(FaultRule rule)
    {
        private int _matched;
        private int _hits;

        public FaultRule Rule => rule;

        public bool Hits(Random random)
        {
            if (rule.Times is { } times && _hits >= times)
            {
                return false;
            }

            if (++_matched <= rule.Skip || (rule.Probability < 1 && random.NextDouble() >= rule.Probability))
            {
                return false;
            }

            _hits++;
            return true;
        }

        public FaultReport Report() => new(rule, Volatile.Read(ref _matched), Volatile.Read(ref _hits));
    }
}

/// <param name="Rule">The rule, with the id it was given.</param>
/// <param name="Matched">Calls that it matched while it was in force.</param>
/// <param name="Hits">Calls that it changed.</param>
internal sealed record FaultReport(FaultRule Rule, int Matched, int Hits);
