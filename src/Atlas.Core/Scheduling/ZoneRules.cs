using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace Atlas.Core.Scheduling;

/// <summary>
/// One edition of the time-zone rules. A time that a clock change skips moves forward by the length of the gap (02:30 becomes
/// 03:30; where a zone skips a whole day, the same time of the next day); a time that happens twice means its first occurrence.
/// </summary>
public sealed class ZoneRules(IDateTimeZoneProvider zones)
{
    private static readonly LocalDateTimePattern s_pattern = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu'-'MM'-'dd'T'HH':'mm':'ss.FFF"
    );
    private static readonly LocalDateTimePattern s_shortPattern = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu'-'MM'-'dd'T'HH':'mm"
    );

    /// <summary>Those that the program was built with.</summary>
    public static ZoneRules BuiltIn { get; } = new(DateTimeZoneProviders.Tzdb);

    /// <summary>Which edition it is, such as <c>TZDB: 2026a (mapping: …)</c>: later ones sort behind earlier ones.</summary>
    public string Version => zones.VersionId;

    /// <summary>Those of a NodaTime file (<c>.nzd</c>), unless the program's own are newer.</summary>
    public static ZoneRules Newest(Stream file)
    {
        var read = new ZoneRules(new DateTimeZoneCache(TzdbDateTimeZoneSource.FromStream(file)));
        return string.CompareOrdinal(read.Version, BuiltIn.Version) > 0 ? read : BuiltIn;
    }

    public bool IsZone(string timeZone) => zones.GetZoneOrNull(timeZone) is not null;

    /// <returns>False when the text is no local time or the zone is unknown.</returns>
    public bool TryResolve(string localTime, string timeZone, [NotNullWhen(true)] out Schedule? schedule)
    {
        schedule = null;
        var parsed = s_pattern.Parse(localTime);
        if (!parsed.Success)
        {
            parsed = s_shortPattern.Parse(localTime);
        }

        if (!parsed.Success || zones.GetZoneOrNull(timeZone) is not { } zone)
        {
            return false;
        }

        var at = zone.ResolveLocal(parsed.Value, Resolvers.LenientResolver).ToDateTimeUtc();
        schedule = new Schedule(s_pattern.Format(parsed.Value), timeZone, new DateTimeOffset(at), Version);
        return true;
    }

    /// <summary>An instant, with its wall-clock time in <paramref name="timeZone"/>, which must exist.</summary>
    public Schedule At(DateTimeOffset at, string timeZone)
    {
        var local = Instant.FromDateTimeOffset(at).InZone(zones[timeZone]).LocalDateTime;
        return new Schedule(s_pattern.Format(local), timeZone, at.ToUniversalTime(), Version, IsInstant: true);
    }

    /// <summary>
    /// The calendar day of <paramref name="timeZone"/>, which must exist, around <paramref name="at"/>: with a clock change it has 23 or 25 hours.
    /// </summary>
    public (DateTimeOffset Start, DateTimeOffset End) DayOf(DateTimeOffset at, string timeZone)
    {
        var zone = zones[timeZone];
        var date = Instant.FromDateTimeOffset(at).InZone(zone).Date;
        return (Start(date), Start(date.PlusDays(1)));

        DateTimeOffset Start(LocalDate day) => zone.AtStartOfDay(day).ToInstant().ToDateTimeOffset();
    }

    /// <summary>
    /// What <paramref name="schedule"/> means by these rules: a wall-clock time keeps its place on the wall, an instant its place in time.
    /// </summary>
    /// <returns>Null where it means what it meant before, or these rules no longer know the zone.</returns>
    public Schedule? Renew(Schedule schedule)
    {
        if (schedule.ZoneData == Version || !IsZone(schedule.TimeZone))
        {
            return null;
        }

        var renewed =
            schedule.IsInstant is true ? At(schedule.At, schedule.TimeZone)
            : TryResolve(schedule.LocalTime, schedule.TimeZone, out var resolved) ? resolved
            : schedule;
        return renewed.At == schedule.At && renewed.LocalTime == schedule.LocalTime ? null : renewed;
    }
}
