using Atlas.Core.Channels;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Core.Connections;

/// <summary>When a channel has to be looked after: plain functions over what is known of it.</summary>
internal static class UpkeepPlan
{
    public static readonly TimeSpan Daily = TimeSpan.FromHours(24);

    /// <summary>Days before the end of the consent at which the owner is told.</summary>
    public static readonly int[] WarningDays = [7, 3, 1];

    /// <summary>A token is not handed out for a call when it ends within this, or within a tenth of its life.</summary>
    private static readonly TimeSpan s_nearEnd = TimeSpan.FromMinutes(5);

    /// <summary>The part of its life by which a token's refresh may come earlier, so that channels don't come in a crowd.</summary>
    private const double JitterFraction = 0.1;

    /// <returns>Null where nothing can be refreshed, or the network states no end.</returns>
    public static DateTimeOffset? RefreshAt(Channel channel, TokenSet tokens, RefreshRule? rule)
    {
        if (rule is null || !rule.WithoutRefreshToken && tokens.Refresh is null)
        {
            return null;
        }

        if ((tokens.AccessExpiresAt ?? (rule.WithoutRefreshToken ? tokens.OwnerExpiresAt : null)) is not { } end)
        {
            return null;
        }

        var life = end - tokens.IssuedAt;
        var at = tokens.IssuedAt + life * (rule.AtFraction - JitterFraction * Share(channel));
        var earliest = tokens.IssuedAt + rule.MinimumAge;
        return at < earliest ? earliest : at;
    }

    public static bool IsNearEnd(TokenSet tokens, DateTimeOffset now) =>
        tokens.AccessExpiresAt is { } end && now >= end - Shorter(s_nearEnd, (end - tokens.IssuedAt) / 10);

    public static bool IsOver(TokenSet tokens, DateTimeOffset now) => tokens.AccessExpiresAt is { } end && now >= end;

    /// <summary>The last warning whose time has come; null before the first.</summary>
    public static int? WarningDue(DateTimeOffset? needsPersonAt, DateTimeOffset now) =>
        needsPersonAt is not { } end
            ? null
            : WarningDays.Where(days => now >= end.AddDays(-days)).Cast<int?>().DefaultIfEmpty(null).Min();

    public static DateTimeOffset NextVisit(Channel channel, ChannelUpkeep upkeep, DateTimeOffset now)
    {
        var next = now + Daily;
        if (upkeep.Webhook is { } webhook)
        {
            Take(webhook.CheckedAt + Daily - TimeSpan.FromHours(1) * Share(channel));
        }

        if (upkeep.VaultBehind)
        {
            Take(now.AddMinutes(1));
        }

        Take(upkeep.NextAttemptAt ?? upkeep.RefreshAt);
        foreach (var days in WarningDays)
        {
            if (days < (upkeep.WarnedDays ?? int.MaxValue))
            {
                Take(channel.TokenExpiresAt?.AddDays(-days));
            }
        }

        var soonest = now.AddSeconds(1); // what could not be done now is not tried again in the same breath
        return next < soonest ? soonest : next;

        void Take(DateTimeOffset? candidate) => next = candidate < next ? candidate.Value : next;
    }

    /// <summary>0 to 1, the same for a channel in every process.</summary>
    private static double Share(Channel channel) => channel.Id.Value.ToByteArray()[15] / 255.0;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
