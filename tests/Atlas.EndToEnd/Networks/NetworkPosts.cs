using Atlas.Testing.Processes;

namespace Atlas.EndToEnd.Networks;

/// <summary>One post of every type of every network, as a person would write it.</summary>
/// <param name="Kind">What the sandbox's log of effects calls it.</param>
/// <param name="Files">Of the demo.</param>
/// <param name="Followers">How many further effects follow as child steps.</param>
public sealed record NetworkPost(string Platform, string Format, string Kind, string Text, params string[] Files)
{
    public string Type { get; init; } = "post";
    public string? Title { get; init; }
    public string? Link { get; init; }
    public string? FirstComment { get; init; }
    public string[] Thread { get; init; } = [];
    public object? Options { get; init; }

    /// <summary>Options that name something of the account's own, made from what the sandbox tells about it.</summary>
    public Func<IReadOnlyDictionary<string, string>, object>? AccountOptions { get; init; }
    public int Followers { get; init; }

    public override string ToString() => $"{Platform} {Format}";

    private static readonly object s_youTube = new { privacy = "public", madeForKids = false };

    private static readonly Func<IReadOnlyDictionary<string, string>, object> s_board = extra => new
    {
        boardId = extra["boardId"],
    };

    public static readonly IReadOnlyList<NetworkPost> All =
    [
        new("threads", "Text", "post", "Only words"),
        new("threads", "Image", "post", "With a picture", DemoFiles.SquareImage),
        new("threads", "Video", "post", "With a video", DemoFiles.ReelVideo),
        new("threads", "Carousel", "post", "With two", DemoFiles.SquareImage, DemoFiles.LandscapeImage),
        new("threads", "Thread", "post", "The first of three") { Thread = ["The second", "The third"], Followers = 2 },
        new("tiktok", "Video", "video", "A clip", DemoFiles.ReelVideo)
        {
            Options = new { mode = "direct", privacyLevel = "PUBLIC_TO_EVERYONE" },
        },
        new("linkedin", "Text", "post", "Only words, with (brackets) and #tags"),
        new("linkedin", "Article", "article", "Read this") { Link = "https://example.com/article", Title = "An article" },
        new("linkedin", "Image", "post", "A picture", DemoFiles.SquareImage),
        new("linkedin", "MultiImage", "carousel", "Two pictures", DemoFiles.SquareImage, DemoFiles.LandscapeImage),
        new("linkedin", "Video", "video", "A video", DemoFiles.LandscapeVideo),
        new("linkedin", "Document", "document", "A booklet", DemoFiles.Document) { Title = "How we bake rye" },
        new("x", "Text", "post", "Only words on X"),
        new("x", "Image", "post", "A picture on X", DemoFiles.SquareImage),
        new("x", "Thread", "post", "The first of two") { Thread = ["The second"], Followers = 1 },
        new("bluesky", "Text", "post", "Only words, with #tags and https://example.com"),
        new("bluesky", "Image", "post", "A picture on Bluesky", DemoFiles.SquareImage),
        new("pinterest", "Image", "pin", "A picture", DemoFiles.SquareImage) { Title = "Inks", AccountOptions = s_board },
        new("pinterest", "Carousel", "carousel", "Two of one shape", DemoFiles.SquareImage, DemoFiles.SquareImage)
        {
            AccountOptions = s_board,
        },
        new("pinterest", "Video", "video", "A clip", DemoFiles.ReelVideo)
        {
            Link = "https://example.com/rye",
            AccountOptions = s_board,
        },
        new("mastodon", "Text", "post", "Only words"),
        new("mastodon", "Images", "carousel", "Two pictures", DemoFiles.SquareImage, DemoFiles.LandscapeImage),
        new("mastodon", "Video", "video", "A clip", DemoFiles.ReelVideo) { FirstComment = "A reply of our own", Followers = 1 },
        new("telegram", "Message", "post", "The first of two") { Thread = ["The second"], Followers = 1 },
        new("telegram", "Text", "post", "Only words on Telegram"),
        new("telegram", "Photo", "post", "A picture", DemoFiles.SquareImage),
        new("telegram", "Video", "video", "A clip", DemoFiles.ReelVideo),
        new("telegram", "Document", "document", "A booklet", DemoFiles.Document),
        new("telegram", "Album", "carousel", "Two", DemoFiles.SquareImage, DemoFiles.ReelVideo),
        new("youtube", "Short", "short", "Five seconds of folding", DemoFiles.ReelVideo)
        {
            Title = "Folding",
            Options = s_youTube,
        },
        new("youtube", "Video", "video", "Light over the fjord", DemoFiles.LandscapeVideo)
        {
            Title = "The fjord",
            Options = s_youTube,
        },
    ];
}
