namespace Atlas.Benchmarks;

internal static class Percentiles
{
    /// <summary>The smallest value that at least this share of all doesn't exceed.</summary>
    public static double Of(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * share) - 1)];
}
