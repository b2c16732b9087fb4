namespace Atlas.Benchmarks;

/// <summary>What a figure is to reach, on two cores with every acknowledged write synced to disk.</summary>
/// <param name="Figure">Its name in <see cref="RunFigures"/>.</param>
internal sealed record Goal(string Figure, double Bound, bool IsLeast)
{
    public static Goal AtLeast(string figure, double bound) => new(figure, bound, IsLeast: true);

    public static Goal AtMost(string figure, double bound) => new(figure, bound, IsLeast: false);

    public bool IsMetBy(double value) => IsLeast ? value >= Bound : value <= Bound;
}
