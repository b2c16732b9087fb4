namespace Atlas.Sandbox.Feed;

internal static class RelativeTime
{
    public static string Html(DateTimeOffset time, DateTimeOffset now) =>
        $"""<time datetime="{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}" title="{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC">{Text(now - time)}</time>""";

    public static string Text(TimeSpan age) =>
        age switch
        {
            { TotalSeconds: < 10 } => "now",
            { TotalMinutes: < 1 } => $"{(int)age.TotalSeconds} s",
            { TotalHours: < 1 } => $"{(int)age.TotalMinutes} min",
            { TotalDays: < 1 } => $"{(int)age.TotalHours} h",
            { TotalDays: < 14 } => $"{(int)age.TotalDays} d",
            _ => $"{(int)(age.TotalDays / 7)} w",
        };
}
