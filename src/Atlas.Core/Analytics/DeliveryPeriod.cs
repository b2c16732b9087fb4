using System.Runtime.InteropServices;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;

namespace Atlas.Core.Analytics;

/// <summary>A stretch of due times: a day of the workspace's calendar, or an hour of it.</summary>
/// <param name="Before">Exclusive.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DeliveryPeriod(DateTimeOffset From, DateTimeOffset Before)
{
    /// <summary>Both ends are in it: a zone whose rules change has other days.</summary>
    internal string Key => WorkspaceKeys.Delivery(From, Before);

    internal bool Contains(DateTimeOffset at) => From <= at && at < Before;

    internal bool Contains(DeliveryPeriod other) => From <= other.From && other.Before <= Before;

    internal DeliveryPeriod Clip(DeliveryPeriod to) =>
        new(From > to.From ? From : to.From, Before < to.Before ? Before : to.Before);

    /// <summary>The calendar day around <paramref name="at"/>: 23 to 25 hours.</summary>
    internal static DeliveryPeriod Day(DateTimeOffset at, string timeZone)
    {
        var (from, before) = WallClock.DayOf(at, timeZone);
        return new(from, before);
    }

    /// <summary>The calendar days that this period touches, each whole.</summary>
    internal IEnumerable<DeliveryPeriod> Days(string timeZone)
    {
        for (var day = Day(From, timeZone); day.From < Before; day = Day(day.Before, timeZone))
        {
            yield return day;
        }
    }

    /// <summary>Counted from the day's start, so that they fit into it in every zone.</summary>
    internal IEnumerable<DeliveryPeriod> Hours()
    {
        for (var from = From; from < Before; from = from.AddHours(1))
        {
            yield return new DeliveryPeriod(from, from.AddHours(1) < Before ? from.AddHours(1) : Before);
        }
    }
}
