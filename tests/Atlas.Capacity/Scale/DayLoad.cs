using Atlas.Core;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Capacity.Scale;

/// <summary>
/// A day's posts as people plan them: by the hours of the day, mostly on the hour, and a few workspaces with most of them. Which
/// partition a post is in is asked of the app's own keys.
/// </summary>
internal sealed class DayLoad
{
    public const int Workspaces = 200_000;

    /// <summary>Of the dearest hour; a flat day has 4.2 %.</summary>
    public const double PeakHour = 0.09;

    /// <summary>Of an hour's posts: due at its first instant. The quarters have the next share.</summary>
    public const double OnTheHour = 0.30;
    public const double OnAQuarter = 0.10;

    /// <summary>A flat hour has as many in each of its minutes; those of the day beside the peak are alike.</summary>
    private const double OtherHours = (1 - PeakHour) / 23;

    private DayLoad(int posts)
    {
        Posts = posts;
    }

    public int Posts { get; }

    /// <summary>Due at one and the same instant.</summary>
    public int AtPeak { get; private set; }

    /// <summary>Of those, in the workspace with the most of them.</summary>
    public int AtPeakInOneWorkspace { get; private set; }

    /// <summary>Of those, in the partition of the due index with the most of them.</summary>
    public int AtPeakInOneDuePartition { get; private set; }

    /// <summary>Partitions of the due index and entries of the day in the fullest of them.</summary>
    public int DuePartitions { get; private set; }

    public int EntriesInFullestDuePartition { get; private set; }

    /// <summary>Entries that a sweep meets at the peak: a quarter of an hour ahead, and what is not cleaned up yet.</summary>
    public int EntriesBeforePeak { get; private set; }

    /// <param name="sample">One post in so many is made, and stands for all of them.</param>
    public static DayLoad Make(int posts, int sample = 1, int seed = 1)
    {
        var load = new DayLoad(posts);
        var random = new Random(seed);
        var workspaces = new Zipf(Workspaces, random);
        var day = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);
        var peak = day.AddHours(9);
        Dictionary<string, int> due = [];
        Dictionary<string, int> dueAtPeak = [];
        Dictionary<string, int> tenantsAtPeak = [];
        var ids = Enumerable.Range(0, Workspaces).Select(_ => new Id<Workspace>(NewId(random, day))).ToArray();
        for (var i = 0; i < posts / sample; i++)
        {
            var at = day + TimeOf(random);
            var tenant = workspaces.Next();
            var entry = new DueEntry(at, ids[tenant], new Id<Publication>(NewId(random, at)));
            Count(due, entry.Partition);
            if (at == peak)
            {
                Count(dueAtPeak, entry.Partition);
                Count(tenantsAtPeak, WorkspaceKeys.Partition(entry.WorkspaceId));
            }

            load.EntriesBeforePeak += at >= peak.AddMinutes(-7) && at <= peak.AddMinutes(15) ? sample : 0;
        }

        load.AtPeak = dueAtPeak.Values.Sum() * sample;
        load.AtPeakInOneWorkspace = tenantsAtPeak.Values.DefaultIfEmpty().Max() * sample;
        load.AtPeakInOneDuePartition = dueAtPeak.Values.DefaultIfEmpty().Max() * sample;
        load.DuePartitions = due.Count;
        load.EntriesInFullestDuePartition = due.Values.Max() * sample;
        return load;
    }

    private static TimeSpan TimeOf(Random random)
    {
        var hour =
            random.NextDouble() is var h && h < PeakHour ? 9
            : (int)((h - PeakHour) / OtherHours) is var n && n >= 9 ? n + 1
            : n;
        var minutes = random.NextDouble() switch
        {
            < OnTheHour => 0,
            < OnTheHour + OnAQuarter => 15 * random.Next(1, 4),
            _ => random.Next(0, 60) + random.NextDouble(),
        };
        return TimeSpan.FromHours(Math.Min(hour, 23)) + TimeSpan.FromMinutes(minutes);
    }

    private static void Count(Dictionary<string, int> counts, string key) => counts[key] = counts.GetValueOrDefault(key) + 1;

    /// <summary>A UUIDv7 as the app makes them, of a seed.</summary>
    private static Guid NewId(Random random, DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        var time = at.ToUnixTimeMilliseconds();
        for (var i = 5; i >= 0; i--, time >>= 8)
        {
            bytes[i] = (byte)time;
        }

        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
