using System.Diagnostics.CodeAnalysis;

namespace Atlas.Core.Scheduling;

/// <summary>Turns wall-clock times into instants, by the rules that this process has.</summary>
public static class WallClock
{
    /// <summary>Set once, before the first time is read.</summary>
    public static ZoneRules Rules { get; set; } = ZoneRules.BuiltIn;

    public static bool IsZone(string timeZone) => Rules.IsZone(timeZone);

    /// <inheritdoc cref="ZoneRules.TryResolve"/>
    public static bool TryResolve(string localTime, string timeZone, [NotNullWhen(true)] out Schedule? schedule) =>
        Rules.TryResolve(localTime, timeZone, out schedule);

    /// <inheritdoc cref="ZoneRules.DayOf"/>
    public static (DateTimeOffset Start, DateTimeOffset End) DayOf(DateTimeOffset at, string timeZone) =>
        Rules.DayOf(at, timeZone);

    /// <inheritdoc cref="ZoneRules.At"/>
    public static Schedule At(DateTimeOffset at, string timeZone) => Rules.At(at, timeZone);
}
