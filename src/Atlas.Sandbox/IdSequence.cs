namespace Atlas.Sandbox;

/// <summary>
/// Numeric ids in the ranges that the networks use. They start from the clock, so ids of an earlier run of the process don't come back.
/// </summary>
internal sealed class IdSequence(TimeProvider clock)
{
    private static readonly DateTimeOffset Epoch = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Milliseconds × 1,000: room for a million ids a second, and four years before a range of 2e14 is used up.
    private long _last = (long)(clock.GetUtcNow() - Epoch).TotalMilliseconds * 1_000;

    public string Account() => From(17_841_000_000_000_000);

    public string ScopedAccount() => From(26_000_000_000_000_000);

    public string Container() => From(17_300_000_000_000_000);

    public long Media() => 18_000_000_000_000_000 + Interlocked.Increment(ref _last);

    public string Comment() => From(17_500_000_000_000_000);

    public string Page() => From(610_000_000_000_000);

    public string User() => From(122_000_000_000_000_000);

    /// <summary>The next number of a range that a network uses.</summary>
    public string From(long start) => (start + Interlocked.Increment(ref _last)).ToString();
}
