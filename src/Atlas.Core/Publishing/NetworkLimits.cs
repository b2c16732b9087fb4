using System.Collections.Concurrent;
using Atlas.Core.Operations;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Publishing;

/// <summary>
/// What networks have said about their limits, so that one call finds out for all. Known in memory at once; other processes
/// read the rows of all limits together, with what operators hold.
/// </summary>
public sealed partial class NetworkLimits(
    StandingNotices notices,
    NetworkLimitStore store,
    TimeProvider time,
    ILogger<NetworkLimits> logger
)
{
    private static readonly TimeSpan s_knownWithin = TimeSpan.FromSeconds(15);

    /// <summary>A limit that opened so long ago is of no use to anybody's memory.</summary>
    private static readonly TimeSpan s_keptFor = TimeSpan.FromMinutes(10);

    /// <summary>A shorter wait is over before another process has read of it.</summary>
    private static readonly TimeSpan s_worthSharing = TimeSpan.FromSeconds(10);

    /// <summary>A network that names a day far off is asked again after this.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <summary>From this share of a budget on, its calls are spread out before the network refuses one.</summary>
    private const double AlmostUsedUp = 0.95;

    /// <summary>How long a budget that is almost used up gets to empty a little, where nobody says when it does.</summary>
    private static readonly TimeSpan s_breath = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_leastSpread = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_mostSpread = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, NetworkLimit> _known = new();
    private Notices? _learnt;

    /// <summary>The limit that a call for <paramref name="work"/> would meet, the last to open; null where none is known.</summary>
    /// <param name="publisher">Of a post, whose budgets count too; null for what follows one.</param>
    internal async ValueTask<NetworkLimit?> FindAsync(
        PublishWork work,
        IPlatformPublisher? publisher,
        CancellationToken cancellationToken
    )
    {
        await LearnAsync(cancellationToken);
        if (_known.IsEmpty)
        {
            return null;
        }

        var found = Later(Known(work, new LimitReach(QuotaScope.Channel)), Known(work, new LimitReach(QuotaScope.App)));
        foreach (var cost in publisher?.Costs(work.Draft) ?? [])
        {
            found = Later(found, Known(work, new LimitReach(QuotaScope.Channel, cost.Quota)));
            found = Later(found, Known(work, new LimitReach(QuotaScope.App, cost.Quota)));
        }

        return found;
    }

    /// <summary>Notes what an answer says about limits, for everyone. Whatever goes wrong here, the answer itself must not be lost.</summary>
    internal async ValueTask HearAsync(PublishWork work, StepAnswer answer)
    {
        try
        {
            await NoteAsync(work, answer);
        }
        catch (Exception ex)
        {
            Log.NotShared(logger, work.Channel.Platform, ex); // the others find out by themselves
        }
    }

    private async ValueTask NoteAsync(PublishWork work, StepAnswer answer)
    {
        var now = time.GetUtcNow();
        if (ReadLimit(work, answer, now) is not ({ } until, var reach, var message))
        {
            return;
        }

        until = until - now > s_longest ? now + s_longest : until;
        var key = NetworkLimitStore.KeyOf(work, reach);
        if (until <= now || _known.TryGetValue(key, out var known) && known.Until >= until)
        {
            return;
        }

        var isApps = reach.Scope == QuotaScope.App && work.App is not null;
        var limit = new NetworkLimit
        {
            Platform = work.Channel.Platform,
            Scope = isApps ? QuotaScope.App : QuotaScope.Channel,
            Quota = reach.Quota,
            Until = until,
            // An app's limit is met by one workspace and holds for others, who are told nothing of each other.
            Message = isApps
                ? $"{work.Channel.Platform} takes no more calls from the app for now, whichever channel they are for."
                : $"{work.Channel.Platform} takes no more from this account for now. {message}",
        };
        _known[key] = limit;
        if (until - now >= s_worthSharing)
        {
            await store.SaveAsync(key, limit, CancellationToken.None);
        }
    }

    /// <summary>When <paramref name="id"/> comes back from a limit that others wait for too: each at a moment of its own.</summary>
    internal DateTimeOffset Return<T>(NetworkLimit limit, Id<T> id)
    {
        var window = (limit.Until - time.GetUtcNow()) / 20;
        window =
            window < s_leastSpread ? s_leastSpread
            : window > s_mostSpread ? s_mostSpread
            : window;
        return limit.Until + window * (BitConverter.ToUInt16(id.Value.ToByteArray(), 14) / 65536.0);
    }

    private static (DateTimeOffset? Until, LimitReach Reach, string? Message) ReadLimit(
        PublishWork work,
        StepAnswer answer,
        DateTimeOffset now
    ) =>
        answer switch
        {
            StepAnswer.Refused { Class: RefusalClass.RateLimited, RetryAt: { } until } refused => (
                until,
                refused.Limit,
                refused.Problem.Message
            ),
            { Call.Budget: { Used: >= AlmostUsedUp } budget } => (
                now + (budget.Used >= 1 && budget.OpensIn is { } opens ? opens : s_breath),
                new LimitReach(budget.Scope),
                $"{work.Channel.Platform} says that its calls are almost used up."
            ),
            _ => default,
        };

    private NetworkLimit? Known(PublishWork work, LimitReach reach) =>
        _known.TryGetValue(NetworkLimitStore.KeyOf(work, reach), out var limit) && limit.Until > time.GetUtcNow() ? limit : null;

    private static NetworkLimit? Later(NetworkLimit? one, NetworkLimit? other) =>
        one is null || other?.Until > one.Until ? other ?? one : one;

    private async ValueTask LearnAsync(CancellationToken cancellationToken)
    {
        try
        {
            var latest = await notices.ReadAsync(s_knownWithin, cancellationToken);
            if (ReferenceEquals(Interlocked.Exchange(ref _learnt, latest), latest))
            {
                return;
            }

            var now = time.GetUtcNow();
            List<Row> over = [];
            foreach (var row in latest.Limits)
            {
                var (key, limit) = NetworkLimitStore.Read(row);
                if (limit.Until > now)
                {
                    _known.AddOrUpdate(key, limit, (_, known) => known.Until >= limit.Until ? known : limit);
                }
                else if (now - limit.Until > s_keptFor)
                {
                    over.Add(row);
                }
            }

            foreach (var entry in _known)
            {
                if (entry.Value.Until <= now)
                {
                    _known.TryRemove(entry);
                }
            }

            await store.RemoveAsync(over, cancellationToken);
        }
        catch (StorageUnavailableException ex)
        {
            Log.NotRead(logger, ex); // what is not known the network says itself
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A limit of {Platform} could not be shared.")]
        public static partial void NotShared(ILogger logger, Platform platform, Exception exception);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The networks' limits could not be read.")]
        public static partial void NotRead(ILogger logger, Exception exception);
    }
}
