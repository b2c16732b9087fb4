namespace Atlas.Sandbox.Instagram;

/// <summary>How an audience takes to a medium: a function of the medium's id and its age alone, so it can be read again and again.</summary>
internal static class Engagement
{
    // Half of all views come in the first seven hours.
    private static readonly TimeSpan Pace = TimeSpan.FromHours(10);

    public static long Count(InstagramMedia media, string name, DateTimeOffset now)
    {
        var views = Grown(media, "views", now, media.Account.Followers * (0.4 + Share(media, "appeal")));
        var rate = name switch
        {
            "views" or "view_count" or "total_views" => 1,
            "reach" => 0.78,
            "likes" or "like_count" or "total_likes" => 0.03 + (0.05 * Share(media, "likes")),
            "saved" or "saved_count" => 0.004 + (0.008 * Share(media, "saved")),
            "shares" or "shares_count" => 0.003 + (0.01 * Share(media, "shares")),
            "reposts" or "reposts_count" => 0.001 + (0.002 * Share(media, "reposts")),
            "follows" => 0.001 + (0.002 * Share(media, "follows")),
            "profile_visits" => 0.01 + (0.01 * Share(media, "visits")),
            "profile_activity" => 0.002,
            "replies" => 0.002,
            "navigation" => 1.4,
            _ => 0,
        };
        return (long)(views * rate);
    }

    /// <summary>A fraction from 0 to 1 that belongs to the medium and the name.</summary>
    public static double Share(InstagramMedia media, string name)
    {
        var hash = 14695981039346656037UL; // FNV-1a
        foreach (var c in media.Id)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        foreach (var c in name)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        hash ^= hash >> 29;
        return (hash * 0x9E3779B97F4A7C15UL >> 11) / (double)(1UL << 53);
    }

    private static double Grown(InstagramMedia media, string name, DateTimeOffset now, double most)
    {
        var age = Math.Max(0, (now - media.Timestamp) / Pace);
        return most * (1 - Math.Exp(-age * (0.7 + (0.6 * Share(media, name)))));
    }
}
