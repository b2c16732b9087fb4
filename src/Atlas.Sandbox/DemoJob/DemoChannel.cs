namespace Atlas.Sandbox.DemoJob;

/// <summary>An account that the demo connects.</summary>
/// <param name="Key">What posts call it.</param>
/// <param name="Login">The app's name of the way to log in: Facebook Login opens Page and Instagram account at once.</param>
internal sealed record DemoChannel(string Key, string Platform, string Login, string Username)
{
    private const string Bakery = "harbour.bakery";

    public static readonly IReadOnlyList<DemoChannel> All =
    [
        new("facebook", "facebook", "facebook", Bakery),
        new("instagram", "instagram", "facebook", Bakery),
        new("studio", "instagram", "instagram", "northlight.studio"),
        Of("threads"),
        Of("tiktok"),
        Of("linkedin"),
        Of("youtube"),
        Of("x"),
        Of("pinterest"),
        Of("bluesky"),
        Of("mastodon"),
        Of("telegram"),
    ];

    private static DemoChannel Of(string platform) => new(platform, platform, platform, Bakery);
}
