using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace Atlas.Core.Scheduling;

/// <summary>
/// Turns wall-clock times into instants. A time that a clock change skips moves forward by the length of the gap (02:30
/// becomes 03:30); a time that happens twice means its first occurrence.
/// </summary>
public static class WallClock
{
    private static readonly LocalDateTimePattern s_pattern = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu'-'MM'-'dd'T'HH':'mm':'ss.FFF"
    );
    private static readonly LocalDateTimePattern s_shortPattern = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu'-'MM'-'dd'T'HH':'mm"
    );

    /// <summary>Version of the time-zone data in use.</summary>
    public static string ZoneData => DateTimeZoneProviders.Tzdb.VersionId;

    public static bool IsZone(string timeZone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) is not null;

    /// <returns>False when the text is no local time or the zone is unknown.</returns>
    public static bool TryResolve(string localTime, string timeZone, [NotNullWhen(true)] out Schedule? schedule)
    {
        schedule = null;
        var parsed = s_pattern.Parse(localTime);
        if (!parsed.Success)
        {
            parsed = s_shortPattern.Parse(localTime);
        }

        if (!parsed.Success || DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) is not { } zone)
        {
            return false;
        }

        var at = zone.ResolveLocal(parsed.Value, Resolvers.LenientResolver).ToDateTimeUtc();
        schedule = new Schedule(s_pattern.Format(parsed.Value), timeZone, new DateTimeOffset(at), ZoneData);
        return true;
    }

    /// <summary>The wall-clock time of <paramref name="at"/> in <paramref name="timeZone"/>, which must exist.</summary>
    public static Schedule At(DateTimeOffset at, string timeZone)
    {
        var zone = DateTimeZoneProviders.Tzdb[timeZone];
        var local = Instant.FromDateTimeOffset(at).InZone(zone).LocalDateTime;
        return new Schedule(s_pattern.Format(local), timeZone, at.ToUniversalTime(), ZoneData);
    }
}
