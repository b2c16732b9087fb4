namespace Atlas.Core.Scheduling;

/// <summary>
/// When something is due: the wall clock a person meant, the zone it hangs in, and the instant that came of both. The
/// instant is computed again when the zone's rules change.
/// </summary>
/// <param name="LocalTime">ISO 8601 without offset, such as <c>2026-11-22T09:00:00</c>.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="At">The instant, in UTC.</param>
/// <param name="ZoneData">Version of the zone rules that <paramref name="At"/> was computed with.</param>
/// <param name="IsInstant">True where a person meant the instant, and the wall-clock time only shows it; null where it is the other way.</param>
public sealed record Schedule(string LocalTime, string TimeZone, DateTimeOffset At, string ZoneData, bool? IsInstant = null);
