using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>Insights of accounts and media. One metric that isn't valid fails the whole call.</summary>
internal static class Insights
{
    private static readonly string[] Feed =
    [
        "views",
        "reach",
        "likes",
        "comments",
        "shares",
        "saved",
        "total_interactions",
        "follows",
        "profile_visits",
        "profile_activity",
        "reposts",
    ];

    private static readonly string[] Reel =
    [
        "views",
        "reach",
        "likes",
        "comments",
        "shares",
        "saved",
        "total_interactions",
        "ig_reels_avg_watch_time",
        "ig_reels_video_view_total_time",
        "reels_skip_rate",
        "reposts",
        "crossposted_views",
        "facebook_views",
    ];

    private static readonly string[] Story =
    [
        "views",
        "reach",
        "replies",
        "shares",
        "follows",
        "profile_visits",
        "profile_activity",
        "navigation",
        "total_interactions",
    ];

    private static readonly string[] Account =
    [
        "reach",
        "follower_count",
        "views",
        "accounts_engaged",
        "total_interactions",
        "likes",
        "comments",
        "shares",
        "saves",
        "replies",
        "reposts",
        "profile_links_taps",
        "follows_and_unfollows",
    ];

    private static readonly string[] WithAds = ["total_views", "total_likes", "total_comments"];

    private static readonly GraphError BadMetric = GraphErrors.Invalid("The value must be a valid insights metric");

    public static ValueTask<GraphError?> OfMediaAsync(GraphCall call) => ValueTask.FromResult(OfMedia(call));

    public static ValueTask<GraphError?> OfAccountAsync(GraphCall call) => ValueTask.FromResult(OfAccount(call));

    private static GraphError? OfMedia(GraphCall call)
    {
        if (call.Node is not InstagramMedia media || media.IsOver(call.Now))
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        if (media.Parent is not null)
        {
            return BadMetric; // items of a carousel have no insights of their own
        }

        var valid = media.Kind switch
        {
            "reel" => Reel,
            "story" => Story,
            _ => Feed,
        };
        if (Metrics(call, valid, out var metrics) is { } error)
        {
            return error;
        }

        if (call["period"] is not (null or "lifetime"))
        {
            return GraphErrors.Invalid("Incompatible period");
        }

        if (media.IsStory && Engagement.Count(media, "reach", call.Now) < 5)
        {
            return new GraphError(10, "(#10) Not enough viewers for the media to show insights");
        }

        WriteAll(call, metrics, "lifetime", $"{media.Id}/insights", metric => OfMedia(media, metric, call.Now));
        return null;
    }

    private static GraphError? OfAccount(GraphCall call)
    {
        if (call.Node is not InstagramAccount account)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        if (Metrics(call, Account, out var metrics) is { } error)
        {
            return error;
        }

        if (call["period"] is not "day")
        {
            return GraphErrors.Invalid("Incompatible period");
        }

        var media = account.Media(stories: false);
        WriteAll(
            call,
            metrics,
            "day",
            $"{account.Id}/insights",
            metric =>
                metric is "follower_count"
                    ? account.Followers
                    : media.Sum(m => OfMedia(m, metric is "saves" ? "saved" : metric, call.Now))
        );
        return null;
    }

    private static GraphError? Metrics(GraphCall call, string[] valid, out string[] metrics)
    {
        metrics = (call["metric"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (metrics.Length is 0)
        {
            return GraphErrors.Missing("metric");
        }

        var isFacebookLogin = call.Host is GraphHost.FacebookGraph;
        return Array.TrueForAll(metrics, metric => valid.Contains(metric) || (isFacebookLogin && WithAds.Contains(metric)))
            ? null
            : BadMetric;
    }

    private static long OfMedia(InstagramMedia media, string metric, DateTimeOffset now) =>
        metric switch
        {
            "comments" or "total_comments" => media.Comments().Length,
            "total_interactions" or "accounts_engaged" => Engagement.Count(media, "likes", now)
                + Engagement.Count(media, "saved", now)
                + Engagement.Count(media, "shares", now)
                + media.Comments().Length,
            "ig_reels_avg_watch_time" => 1_500 + (long)(4_000 * Engagement.Share(media, metric)),
            "ig_reels_video_view_total_time" => Engagement.Count(media, "views", now)
                * OfMedia(media, "ig_reels_avg_watch_time", now),
            "reels_skip_rate" => (long)(60 * Engagement.Share(media, metric)),
            _ => Engagement.Count(media, metric, now),
        };

    private static void WriteAll(GraphCall call, string[] metrics, string period, string idStart, Func<string, long> value)
    {
        var json = call.Json;
        var isTotal = call["metric_type"] is "total_value";
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        foreach (var metric in metrics)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, metric);
            json.WriteString("period"u8, period);
            json.WriteString("title"u8, metric.Replace('_', ' '));
            json.WriteString("description"u8, "");
            if (isTotal)
            {
                json.WriteStartObject("total_value"u8);
                json.WriteNumber("value"u8, value(metric));
                json.WriteEndObject();
            }
            else
            {
                json.WriteStartArray("values"u8);
                json.WriteStartObject();
                json.WriteNumber("value"u8, value(metric));
                if (period is "day")
                {
                    json.WriteString("end_time"u8, GraphTime.Text(call.Now));
                }

                json.WriteEndObject();
                json.WriteEndArray();
            }

            json.WriteString("id"u8, $"{idStart}/{metric}/{period}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
