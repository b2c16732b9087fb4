using NCrontab;

namespace Atlas.LocalRuntime.Functions.Timers;

/// <summary>An NCRONTAB expression of six fields (or five: at second zero), in UTC.</summary>
internal sealed class TimerSchedule
{
    private static readonly TimeSpan s_fastestMonitored = TimeSpan.FromMinutes(1);

    private readonly CrontabSchedule _crontab;

    private TimerSchedule(CrontabSchedule crontab) => _crontab = crontab;

    /// <exception cref="CrontabException">The expression can't be read.</exception>
    public static TimerSchedule Parse(string expression) =>
        new(
            CrontabSchedule.Parse(
                expression,
                new CrontabSchedule.ParseOptions
                {
                    IncludingSeconds = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6,
                }
            )
        );

    /// <summary>The first occurrence after <paramref name="after"/>.</summary>
    public DateTime Next(DateTime after) => DateTime.SpecifyKind(_crontab.GetNextOccurrence(after), DateTimeKind.Utc);

    /// <summary>As the real host, which keeps no status of timers that run more often than once a minute.</summary>
    public bool IsTooFastToMonitor(DateTime now)
    {
        var occurrence = Next(now);
        for (var i = 0; i < 4; i++)
        {
            var next = Next(occurrence);
            if (next - occurrence < s_fastestMonitored)
            {
                return true;
            }

            occurrence = next;
        }

        return false;
    }
}
