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
    public int Followers { get; init; }

    public override string ToString() => $"{Platform} {Format}";

    private static readonly object s_youTube = new { privacy = "public", madeForKids = false };

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
