namespace Atlas.Benchmarks;

/// <summary>What one run measured, by name, in the order in which it is shown.</summary>
internal sealed class RunFigures
{
    private readonly Dictionary<string, double> _values = [];

    public IReadOnlyDictionary<string, double> Values => _values;

    public double this[string name]
    {
        set => _values[name] = value;
    }
}
