using System.Globalization;
using System.Runtime.InteropServices;
using Atlas.Core.Channels;
using Atlas.Core.Scheduling;

namespace Atlas.Core.Publishing;

/// <summary>When a channel may publish next: plain functions over the times at which its posts went live.</summary>
internal static class PaceRules
{
    /// <param name="live">When its posts went live, or may have; in any order.</param>
    /// <param name="perDay">The cap that holds; null for none.</param>
    /// <returns>Null where it may publish at <paramref name="now"/>.</returns>
    public static PaceWait? Check(
        IReadOnlyCollection<DateTimeOffset> live,
        ChannelSpacing spacing,
        int? perDay,
        string timeZone,
        DateTimeOffset now
    )
    {
        var day = WallClock.DayOf(now, timeZone);
        if (perDay is { } cap && live.Count(at => at >= day.Start) is var used && used >= cap)
        {
            return new PaceWait(
                day.End,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The channel has its {cap} posts of the day. It goes on at midnight ({timeZone})."
                ),
                IsDay: true
            );
        }

        return spacing.MinGap is { } gap && live.Count > 0 && live.Max() + gap is var free && free > now
            ? new PaceWait(
                free,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The channel keeps its posts {gap.TotalMinutes:0.##} minutes apart, and the last one was at {free - gap:HH:mm:ss} UTC."
                ),
                IsDay: false
            )
            : null;
    }
}

/// <param name="IsDay">Whether the day's posts are used up, and not only the gap not over.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PaceWait(DateTimeOffset Until, string Message, bool IsDay);
