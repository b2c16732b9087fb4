using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Atlas.Functions.Api;

/// <summary>A bucket of tokens for each key, in this process: it keeps one caller from crowding out the rest.</summary>
public sealed class RateLimits(ApiOptions options, TimeProvider time)
{
    private const int MaxBuckets = 10_000;
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new();
    private readonly string _limit = options.BurstRequests.ToString(CultureInfo.InvariantCulture);

    /// <summary>Takes a token and tells in <paramref name="headers"/> what is left.</summary>
    /// <returns>How long to wait where none is left.</returns>
    public TimeSpan? Take(string keyId, IHeaderDictionary headers)
    {
        if (_buckets.Count > MaxBuckets)
        {
            _buckets.Clear(); // full buckets again for all: a moment's generosity, and bounded memory
        }

        var bucket = _buckets.GetOrAdd(
            keyId,
            static (_, start) => new Bucket(start.Tokens, start.Now),
            (Tokens: (double)options.BurstRequests, Now: time.GetTimestamp())
        );
        double left;
        lock (bucket)
        {
            var now = time.GetTimestamp();
            var refilled = time.GetElapsedTime(bucket.At, now).TotalSeconds * options.RequestsPerSecond;
            left = Math.Min(options.BurstRequests, bucket.Tokens + refilled) - 1;
            (bucket.Tokens, bucket.At) = (Math.Max(left, 0), now);
        }

        headers["RateLimit-Limit"] = _limit;
        headers["RateLimit-Remaining"] = ((long)Math.Max(left, 0)).ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = Math.Ceiling((options.BurstRequests - Math.Max(left, 0)) / options.RequestsPerSecond)
            .ToString(CultureInfo.InvariantCulture);
        return left < 0 ? TimeSpan.FromSeconds(-left / options.RequestsPerSecond) : null;
    }

    private sealed class Bucket(double tokens, long at)
    {
        public double Tokens { get; set; } = tokens;

        public long At { get; set; } = at;
    }
}
