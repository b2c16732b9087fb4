namespace Atlas.Capacity.Scale;

/// <summary>Numbers from 0 of which each comes in proportion to one over its rank.</summary>
internal sealed class Zipf
{
    private readonly double[] _upTo;
    private readonly Random _random;

    public Zipf(int count, Random random)
    {
        _random = random;
        _upTo = new double[count];
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            _upTo[i] = sum += 1.0 / (i + 1);
        }
    }

    public int Next()
    {
        var at = Array.BinarySearch(_upTo, _random.NextDouble() * _upTo[^1]);
        return Math.Min(at < 0 ? ~at : at, _upTo.Length - 1);
    }
}
