namespace Atlas.Core.Publishing;

/// <summary>
/// Lateness in buckets, each a twentieth wider than the one before: counts can be summed over processes and days, and a
/// percentile that is read from them is at most 5 % too high.
/// </summary>
public static class LatenessBuckets
{
    /// <summary>The last one begins at about two years.</summary>
    public const int Count = 512;

    private const double Width = 1.05;
    private static readonly double s_log = Math.Log(Width);
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(1);

    /// <summary>What is live before its time counts as on time.</summary>
    public static int IndexOf(TimeSpan lateness) =>
        lateness <= s_first ? 0 : Math.Min(Count - 1, (int)Math.Ceiling(Math.Log(lateness / s_first) / s_log));

    /// <summary>The longest lateness in the bucket, in seconds.</summary>
    public static double Seconds(int index) => Math.Pow(Width, index) / 1000;

    /// <summary>The lateness that <paramref name="share"/> of all keep.</summary>
    /// <param name="buckets">Ascending.</param>
    /// <param name="longest">The longest of all, which no percentile exceeds.</param>
    public static double Percentile(IEnumerable<KeyValuePair<int, long>> buckets, long count, double share, double longest)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(count * share));
        foreach (var (index, inBucket) in buckets)
        {
            rank -= inBucket;
            if (rank <= 0)
            {
                return Math.Min(Seconds(index), longest);
            }
        }

        return longest;
    }
}

/// <summary>In seconds. Percentiles are at most 5 % too high; the longest is exact.</summary>
public sealed record LatenessView(double P50, double P95, double P99, double Max)
{
    /// <summary>Null where nothing was counted.</summary>
    public static LatenessView? Of(IReadOnlyCollection<KeyValuePair<int, long>> buckets, double longest)
    {
        var count = buckets.Sum(bucket => bucket.Value);
        return count == 0 ? null : new(At(0.5), At(0.95), At(0.99), Math.Round(longest, 3));

        double At(double share) => Math.Round(LatenessBuckets.Percentile(buckets, count, share, longest), 3);
    }
}
