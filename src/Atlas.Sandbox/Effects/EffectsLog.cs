namespace Atlas.Sandbox.Effects;

/// <summary>The judge of "exactly once": append-only, numbered from 1 without gaps.</summary>
internal sealed class EffectsLog
{
    private readonly Lock _lock = new();
    private readonly List<Effect> _effects = [];

    public void Append(Effect effect)
    {
        lock (_lock)
        {
            _effects.Add(effect with { Seq = _effects.Count + 1 });
        }
    }

    public EffectsAnswer Read(long since, string? account, int limit)
    {
        Effect[] all;
        lock (_lock)
        {
            all =
                since >= _effects.Count
                    ? []
                    : _effects.GetRange((int)Math.Max(0, since), _effects.Count - (int)Math.Max(0, since)).ToArray();
        }

        var matching = account is null ? all : Array.FindAll(all, e => e.AccountId == account || e.Username == account);
        return new EffectsAnswer(EffectsSummary.Of(matching), matching.Length <= limit ? matching : matching[..limit]);
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Effect> Latest(int count)
    {
        lock (_lock)
        {
            var latest = _effects.GetRange(Math.Max(0, _effects.Count - count), Math.Min(count, _effects.Count));
            latest.Reverse();
            return latest;
        }
    }
}
