using Atlas.Core.Scheduling;
using NodaTime;
using NodaTime.Text;

namespace Atlas.Core.Tests.Scheduling;

public sealed class ZoneRulesTests
{
    /// <summary>A gap of an hour; of half an hour; one that comes with the moon; rules that were given up; a day that never was; an odd offset.</summary>
    public static TheoryData<string> Zones =>
        [
            "Europe/Oslo",
            "America/New_York",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
            "America/Sao_Paulo",
            "Pacific/Apia",
            "Asia/Kathmandu",
        ];

    [Theory]
    [InlineData("Europe/Oslo", "2027-03-28T02:30", "2027-03-28T01:30:00Z")] // skipped: 03:30 in summer time
    [InlineData("Europe/Oslo", "2027-10-31T02:30", "2027-10-31T00:30:00Z")] // twice: the first
    [InlineData("America/New_York", "2027-03-14T02:30", "2027-03-14T07:30:00Z")]
    [InlineData("America/New_York", "2027-11-07T01:30", "2027-11-07T05:30:00Z")]
    [InlineData("Australia/Lord_Howe", "2027-10-03T02:15", "2027-10-02T15:45:00Z")] // half an hour is skipped
    [InlineData("Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-03T14:45:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-04T00:30", "2018-11-04T03:30:00Z")] // the last time that it skipped midnight
    [InlineData("America/Sao_Paulo", "2026-11-01T00:30", "2026-11-01T03:30:00Z")]
    [InlineData("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T19:00:00Z")] // the next day's 09:00
    [InlineData("Asia/Kathmandu", "2028-02-29T09:00", "2028-02-29T03:15:00Z")]
    [InlineData("Europe/Oslo", "2028-02-29T23:59:59", "2028-02-29T22:59:59Z")]
    public void Edges_have_stated_rules(string zone, string local, string instant)
    {
        Assert.True(ZoneRules.BuiltIn.TryResolve(local, zone, out var schedule));
        Assert.Equal(DateTimeOffset.Parse(instant), schedule.At);
        Assert.Equal(TimeSpan.Zero, schedule.At.Offset);
        Assert.Equal((zone, ZoneRules.BuiltIn.Version), (schedule.TimeZone, schedule.ZoneData));
    }

    /// <summary>Held against a search over offsets alone, around every change of the clock and at random.</summary>
    [Theory]
    [MemberData(nameof(Zones))]
    public void Every_local_time_means_its_first_occurrence_or_moves_by_the_gap(string name)
    {
        var zone = DateTimeZoneProviders.Tzdb[name];
        var random = new Random(name.Length);
        foreach (var local in Around(zone, random))
        {
            Assert.True(ZoneRules.BuiltIn.TryResolve(Text(local), name, out var schedule));
            Assert.Equal(Expected(zone, local).ToDateTimeOffset(), schedule.At);
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void An_instant_is_shown_as_the_time_that_leads_back_to_it(string name)
    {
        var zone = DateTimeZoneProviders.Tzdb[name];
        var random = new Random(7);
        foreach (var local in Around(zone, random))
        {
            var at = Expected(zone, local).ToDateTimeOffset() + TimeSpan.FromHours(random.Next(3));
            var shown = ZoneRules.BuiltIn.At(at, name);
            Assert.True(ZoneRules.BuiltIn.TryResolve(shown.LocalTime, name, out var back));

            // The second of two equal times leads back to the first.
            Assert.InRange(at - back.At, TimeSpan.Zero, TimeSpan.FromHours(1));
            Assert.Equal(shown.LocalTime, ZoneRules.BuiltIn.At(back.At, name).LocalTime);
            Assert.Equal((at, true), (shown.At, shown.IsInstant));
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_leap_day_is_a_day_in_leap_years_and_no_other(string zone)
    {
        Assert.True(ZoneRules.BuiltIn.TryResolve("2028-02-29T12:00", zone, out var leap));
        Assert.True(ZoneRules.BuiltIn.TryResolve("2028-03-01T12:00", zone, out var next));
        Assert.Equal(TimeSpan.FromDays(1), next.At - leap.At);
        Assert.False(ZoneRules.BuiltIn.TryResolve("2027-02-29T12:00", zone, out _));
        Assert.False(ZoneRules.BuiltIn.TryResolve("2100-02-29T12:00", zone, out _));
    }

    [Fact]
    public void A_file_of_rules_is_used_where_it_is_newer()
    {
        using var own = typeof(DateTimeZoneProviders).Assembly.GetManifestResourceStream("NodaTime.TimeZones.Tzdb.nzd")!;

        Assert.Same(ZoneRules.BuiltIn, ZoneRules.Newest(own));
    }

    private static IEnumerable<LocalDateTime> Around(DateTimeZone zone, Random random)
    {
        var from = Instant.FromUtc(2008, 1, 1, 0, 0);
        var until = Instant.FromUtc(2041, 1, 1, 0, 0);
        foreach (var interval in zone.GetZoneIntervals(from, until).Where(interval => interval.HasEnd && interval.End < until))
        {
            var edge = interval.IsoLocalEnd;
            for (var minutes = -150; minutes <= 150; minutes += 15)
            {
                yield return edge.PlusMinutes(minutes).PlusSeconds(random.Next(2) * random.Next(60));
            }

            yield return edge.PlusHours(12);
            yield return edge.PlusHours(24);
        }

        for (var i = 0; i < 100; i++)
        {
            yield return new LocalDateTime(2008, 1, 1, 0, 0).PlusMinutes(random.Next(33 * 365 * 24 * 60));
        }
    }

    private static Instant Expected(DateTimeZone zone, LocalDateTime local)
    {
        var utc = local.InUtc().ToInstant();
        var offsets = Enumerable
            .Range(-30, 61)
            .Select(hours => zone.GetUtcOffset(utc + Duration.FromHours(hours)))
            .Distinct()
            .ToList();
        var meanings = offsets.Select(offset => utc - offset.ToTimeSpan().ToDuration()).ToList();
        var found = meanings.Where(at => zone.GetUtcOffset(at) == (utc - at).ToOffset()).ToList();

        // In a gap nobody's clock shows it: the offset from before the gap leads behind it, by as much as the gap is long.
        return found.Count > 0 ? found.Min() : utc - zone.GetUtcOffset(utc - Duration.FromHours(30)).ToTimeSpan().ToDuration();
    }

    private static string Text(LocalDateTime local) => LocalDateTimePattern.GeneralIso.Format(local);
}

internal static class ZoneConversions
{
    public static Duration ToDuration(this TimeSpan span) => Duration.FromTimeSpan(span);

    public static Offset ToOffset(this Duration duration) => Offset.FromSeconds((int)duration.TotalSeconds);
}
