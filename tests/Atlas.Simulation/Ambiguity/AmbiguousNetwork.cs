using Atlas.Testing.Processes;

namespace Atlas.Simulation.Ambiguity;

/// <summary>One network, the call by which its posts become visible, and a post for it.</summary>
/// <param name="Operation">The call's name in the sandbox.</param>
internal sealed record AmbiguousNetwork(string Platform, string Operation, string? File = null)
{
    private static readonly object s_youTube = new { privacy = "public", madeForKids = false };
    private static readonly object s_tikTok = new { mode = "direct", privacyLevel = "PUBLIC_TO_EVERYONE" };

    public static IReadOnlyList<AmbiguousNetwork> All { get; } =
    [
        new("facebook", "facebook.post.create"),
        new("instagram", "instagram.publish", DemoFiles.SquareImage),
        new("threads", "threads.publish"),
        new("tiktok", "tiktok.upload.last", DemoFiles.ReelVideo),
        new("linkedin", "linkedin.post.create"),
        new("x", "x.post.create"),
        new("bluesky", "bluesky.post.create"),
        new("pinterest", "pinterest.pin.create", DemoFiles.SquareImage),
        new("mastodon", "mastodon.status.create"),
        new("telegram", "telegram.message.send"),
        new("youtube", "youtube.videos.update", DemoFiles.ReelVideo),
    ];

    /// <param name="account">What the sandbox tells of the account.</param>
    public object? Options(IReadOnlyDictionary<string, string>? account) =>
        Platform switch
        {
            "youtube" => s_youTube,
            "tiktok" => s_tikTok,
            "pinterest" => new { boardId = account!["boardId"] },
            _ => null,
        };
}
