using System.Collections.Concurrent;

namespace Atlas.Sandbox.YouTube;

/// <summary>Two budgets per developer app and Pacific day: uploads, and units for everything else. Refused calls count too.</summary>
internal sealed class YouTubeQuota(World world)
{
    public const int Uploads = 100;
    public const int Units = 10_000;

    private static readonly TimeZoneInfo Pacific = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");

    private readonly ConcurrentDictionary<(string App, string Bucket, DateOnly Day), int> _used = new();

    public bool TryTake(string app, string bucket, int cost, int limit)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(world.Now, Pacific).DateTime);
        return _used.AddOrUpdate((app, bucket, day), cost, (_, used) => used + cost) <= limit;
    }
}
