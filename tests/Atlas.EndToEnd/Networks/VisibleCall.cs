namespace Atlas.EndToEnd.Networks;

/// <summary>The call by which a post of a network becomes visible.</summary>
/// <param name="Operation">Its name in the sandbox.</param>
/// <param name="ReadsBack">Whether the network can be asked what became of it.</param>
internal sealed record VisibleCall(string Platform, string Operation, string Format, bool ReadsBack = true)
{
    public static readonly IReadOnlyList<VisibleCall> All =
    [
        new("threads", "threads.publish", "Image"),
        new("tiktok", "tiktok.upload.last", "Video"),
        new("linkedin", "linkedin.post.create", "Text", ReadsBack: false), // a member's posts can't be read
        new("x", "x.post.create", "Text"),
        new("bluesky", "bluesky.post.create", "Text"),
        new("mastodon", "mastodon.status.create", "Text"),
        new("telegram", "telegram.message.send", "Text", ReadsBack: false), // bots can't read what they have sent
        new("youtube", "youtube.videos.update", "Short"),
    ];

    public NetworkPost Post => NetworkPost.All.Single(post => post.Platform == Platform && post.Format == Format);
}
