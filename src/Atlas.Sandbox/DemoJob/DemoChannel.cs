namespace Atlas.Sandbox.DemoJob;

/// <summary>An account that the demo connects.</summary>
/// <param name="Key">What posts call it.</param>
/// <param name="Login">The app's name of the way to log in: Facebook Login opens Page and Instagram account at once.</param>
internal sealed record DemoChannel(string Key, string Platform, string Login, string Username)
{
    /// <summary>Who consents, where that is not the account itself: an organization is nobody who could.</summary>
    public string? User { get; init; }

    private const string Bakery = "harbour.bakery";

    public static readonly IReadOnlyList<DemoChannel> All =
    [
        new("facebook", "facebook", "facebook", Bakery),
        new("instagram", "instagram", "facebook", Bakery),
        new("studio", "instagram", "instagram", "northlight.studio"),
        Of("threads"),
        Of("tiktok"),
        Of("linkedin") with
        {
            User = "ada.moreau",
        },
        Of("youtube"),
        Of("x"),
        Of("pinterest"),
        Of("bluesky"),
        Of("mastodon"),
        Of("telegram"),
    ];

    private static DemoChannel Of(string platform) => new(platform, platform, platform, Bakery);
}
