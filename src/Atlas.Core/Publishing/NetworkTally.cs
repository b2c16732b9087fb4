using Atlas.Core.Platforms;

namespace Atlas.Core.Publishing;

/// <summary>What this process has counted for one network since it started. Many threads add to it.</summary>
public sealed class NetworkTally(Platform platform)
{
    private readonly long[] _lateness = new long[LatenessBuckets.Count];
    private long _published;
    private long _missed;
    private long _failed;
    private long _doubled;
    private long _retries;
    private long _longestTicks;

    public Platform Platform => platform;

    public long Published => Interlocked.Read(ref _published);

    public long Missed => Interlocked.Read(ref _missed);

    public long Failed => Interlocked.Read(ref _failed);

    public long Doubled => Interlocked.Read(ref _doubled);

    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Null where nothing was published.</summary>
    public LatenessView? Lateness()
    {
        List<KeyValuePair<int, long>> buckets = [];
        for (var i = 0; i < _lateness.Length; i++)
        {
            if (Interlocked.Read(ref _lateness[i]) is > 0 and var count)
            {
                buckets.Add(new(i, count));
            }
        }

        return LatenessView.Of(buckets, TimeSpan.FromTicks(Interlocked.Read(ref _longestTicks)).TotalSeconds);
    }

    internal void AddPublished(TimeSpan? lateness)
    {
        Interlocked.Increment(ref _published);
        if (lateness is not { } late)
        {
            return;
        }

        Interlocked.Increment(ref _lateness[LatenessBuckets.IndexOf(late)]);
        for (var longest = Interlocked.Read(ref _longestTicks); late.Ticks > longest; )
        {
            var seen = Interlocked.CompareExchange(ref _longestTicks, late.Ticks, longest);
            if (seen == longest)
            {
                break;
            }

            longest = seen;
        }
    }

    internal void AddMissed() => Interlocked.Increment(ref _missed);

    internal void AddFailed() => Interlocked.Increment(ref _failed);

    internal void AddDoubled() => Interlocked.Increment(ref _doubled);

    internal void AddRetry() => Interlocked.Increment(ref _retries);
}
