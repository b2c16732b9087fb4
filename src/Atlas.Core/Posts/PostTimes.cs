using Atlas.Core.Problems;
using Atlas.Core.Scheduling;

namespace Atlas.Core.Posts;

/// <summary>Reads when a post is due out of the three ways to say it.</summary>
internal static class PostTimes
{
    /// <summary>So much of the past counts as now: clocks differ, and requests travel.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_horizon = TimeSpan.FromDays(5 * 366);

    public static LatePolicyBody ViewOf(LatePolicy policy) => new(policy.Action, policy.After.TotalMinutes);

    /// <returns>Null where no time is given, or the errors say why it can't be taken.</returns>
    public static Schedule? Read(IScheduleRequest request, string timeZone, DateTimeOffset now, List<ProblemError> errors)
    {
        var ways = (request.Schedule is null ? 0 : 1) + (request.DueAt is null ? 0 : 1) + (request.PublishNow ? 1 : 0);
        if (ways > 1)
        {
            errors.Add(new ProblemError("schedule", "onlyOne", "Give one of schedule, dueAt and publishNow."));
            return null;
        }

        if (request.PublishNow)
        {
            return WallClock.At(now, timeZone);
        }

        var (schedule, field) =
            request.DueAt is { } dueAt ? (WallClock.At(dueAt, timeZone), "dueAt")
            : request.Schedule is { } wanted ? (ReadWallClock(wanted, timeZone, errors), "schedule.localTime")
            : (null, "schedule");
        if (schedule?.At < now - s_grace)
        {
            errors.Add(new ProblemError(field, "inThePast", "This time has passed.", $"from {now:O}", $"{schedule.At:O}"));
        }
        else if (schedule?.At > now + s_horizon)
        {
            errors.Add(new ProblemError(field, "tooFar", "This is too far ahead.", "5 years", $"{schedule.At:O}"));
        }

        return schedule;
    }

    /// <summary>Says what is wrong with the times that variants give.</summary>
    public static void CheckVariants(
        IReadOnlyList<PostVariant> variants,
        string timeZone,
        DateTimeOffset now,
        List<ProblemError> errors
    )
    {
        for (var i = 0; i < variants.Count; i++)
        {
            if (variants[i].HasTime)
            {
                List<ProblemError> own = [];
                Read(new SchedulePostRequest { Schedule = variants[i].Schedule, DueAt = variants[i].DueAt }, timeZone, now, own);
                errors.AddRange(own.Select(error => error with { Field = $"variants[{i}].{error.Field}" }));
            }
        }
    }

    public static LatePolicy ReadPolicy(LatePolicyBody? body, LatePolicy otherwise, List<ProblemError> errors)
    {
        if (body is null)
        {
            return otherwise;
        }

        if (body.AfterMinutes is < 0 or > 527_040 || double.IsNaN(body.AfterMinutes))
        {
            errors.Add(
                new ProblemError(
                    "latePolicy.afterMinutes",
                    "range",
                    "Give a number of minutes.",
                    "0 to 527040 minutes",
                    $"{body.AfterMinutes}"
                )
            );
            return otherwise;
        }

        return new LatePolicy(body.Action, TimeSpan.FromMinutes(body.AfterMinutes));
    }

    private static Schedule? ReadWallClock(ScheduleBody wanted, string timeZone, List<ProblemError> errors)
    {
        var zone = wanted.TimeZone ?? timeZone;
        if (!WallClock.IsZone(zone))
        {
            errors.Add(
                new ProblemError("schedule.timeZone", "timeZone", "Give an IANA time zone such as Europe/Berlin.", Actual: zone)
            );
            return null;
        }

        if (wanted.LocalTime is null || !WallClock.TryResolve(wanted.LocalTime, zone, out var schedule))
        {
            errors.Add(
                new ProblemError(
                    "schedule.localTime",
                    "localTime",
                    "Give a local time without an offset, such as 2026-11-22T09:00:00.",
                    Actual: wanted.LocalTime
                )
            );
            return null;
        }

        return schedule;
    }
}
