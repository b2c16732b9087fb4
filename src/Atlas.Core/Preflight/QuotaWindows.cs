using Atlas.Core.Platforms;
using NodaTime;

namespace Atlas.Core.Preflight;

/// <summary>Where the windows begin in which networks count.</summary>
internal static class QuotaWindows
{
    private static readonly DateTimeZone s_pacific = DateTimeZoneProviders.Tzdb["America/Los_Angeles"];

    public static string InWords(QuotaWindow window) =>
        window switch
        {
            QuotaWindow.RollingDay => "in 24 hours",
            QuotaWindow.RollingHour => "in an hour",
            QuotaWindow.RollingQuarter => "in 15 minutes",
            QuotaWindow.UtcMonth => "in a month",
            QuotaWindow.PacificDay => "in a day (Pacific time)",
            _ => "in a day (UTC)",
        };

    public static DateTimeOffset StartOf(QuotaWindow window, DateTimeOffset due)
    {
        var utc = due.UtcDateTime;
        return window switch
        {
            QuotaWindow.RollingDay => due.AddDays(-1),
            QuotaWindow.RollingHour => due.AddHours(-1),
            QuotaWindow.RollingQuarter => due.AddMinutes(-15),
            QuotaWindow.UtcDay => new DateTimeOffset(utc.Date, TimeSpan.Zero),
            QuotaWindow.UtcMonth => new DateTimeOffset(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero),
            QuotaWindow.PacificDay => s_pacific
                .AtStartOfDay(Instant.FromDateTimeOffset(due).InZone(s_pacific).Date)
                .ToDateTimeOffset()
                .ToUniversalTime(),
        };
    }
}
