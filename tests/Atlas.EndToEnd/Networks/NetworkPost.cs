using Atlas.EndToEnd.Systems;
using Atlas.Testing.Processes;

namespace Atlas.EndToEnd.Networks;

/// <summary>One post of every type of every network, as a person would write it.</summary>
/// <param name="Format">As the code's list of abilities calls it.</param>
/// <param name="Kind">What the sandbox's log of effects calls it.</param>
/// <param name="Files">Of the demo.</param>
internal sealed record NetworkPost(string Platform, string Format, string Kind, string Text, params string[] Files)
{
    /// <summary>Tells posts of one format apart.</summary>
    public string? Way { get; init; }
    public string Type { get; init; } = "post";
    public string? Title { get; init; }
    public string? Link { get; init; }

    /// <summary>Whether a first comment follows.</summary>
    public bool IsCommented { get; init; }
    public string? FirstComment => IsCommented ? $"Under: {Text}" : null;
    public string[] Thread { get; init; } = [];

    /// <summary>Of the last part of the thread.</summary>
    public string[] ThreadFiles { get; init; } = [];
    public object? Options { get; init; }

    /// <summary>What the options become when the live post is changed; null leaves them.</summary>
    public object? NewOptions { get; init; }

    /// <summary>Options that name something of the account's own, made from what the sandbox tells about it.</summary>
    public Func<IReadOnlyDictionary<string, string>, object>? AccountOptions { get; init; }

    /// <summary>How many further effects follow as child steps.</summary>
    public int Followers => Thread.Length + (FirstComment is null ? 0 : 1);

    public override string ToString() => Way is null ? $"{Platform} {Format}" : $"{Platform} {Format}, {Way}";

    private static readonly object s_youTube = new { privacy = "public", madeForKids = false };

    private static readonly object s_direct = new { mode = "direct", privacyLevel = "PUBLIC_TO_EVERYONE" };

    private static readonly object s_inbox = new { mode = "inbox" };

    private static readonly Func<IReadOnlyDictionary<string, string>, object> s_board = extra => new
    {
        boardId = extra["boardId"],
    };

    public static readonly IReadOnlyList<NetworkPost> All =
    [
        new("facebook", "Text", "post", "Only words on a Page") { IsCommented = true },
        new("facebook", "Link", "post", "Read this") { Link = "https://example.com/rye", IsCommented = true },
        new("facebook", "Photo", "post", "A picture", DemoFiles.SquareImage) { IsCommented = true },
        new("facebook", "Photos", "post", "Two pictures", DemoFiles.SquareImage, DemoFiles.LandscapeImage) { IsCommented = true },
        new("facebook", "Video", "video", "A video", DemoFiles.LandscapeVideo) { IsCommented = true },
        new("facebook", "Reel", "reel", "A reel", DemoFiles.ReelVideo) { Type = "reel", IsCommented = true },
        new("facebook", "Story", "story", "", DemoFiles.StoryImage) { Type = "story", Way = "picture" },
        new("facebook", "Story", "story", "", DemoFiles.ReelVideo) { Type = "story", Way = "video" },
        new("instagram", "Image", "post", "A picture", DemoFiles.PortraitImage) { IsCommented = true },
        new("instagram", "Carousel", "carousel", "Two", DemoFiles.SquareImage, DemoFiles.SquareVideo) { IsCommented = true },
        new("instagram", "Reel", "reel", "A reel", DemoFiles.ReelVideo) { Type = "reel", IsCommented = true },
        new("instagram", "Story", "story", "", DemoFiles.StoryImage) { Type = "story", Way = "picture" },
        new("instagram", "Story", "story", "", DemoFiles.ReelVideo) { Type = "story", Way = "video" },
        new("threads", "Text", "post", "Only words") { IsCommented = true },
        new("threads", "Image", "post", "With a picture", DemoFiles.SquareImage) { IsCommented = true },
        new("threads", "Video", "post", "With a video", DemoFiles.ReelVideo) { IsCommented = true },
        new("threads", "Carousel", "post", "With two", DemoFiles.SquareImage, DemoFiles.LandscapeImage) { IsCommented = true },
        new("threads", "Text", "post", "The first of three") { Way = "thread", Thread = ["The second", "The third"] },
        new("tiktok", "Video", "video", "A clip", DemoFiles.ReelVideo) { Options = s_direct },
        new("tiktok", "Photo", "carousel", "A picture", DemoFiles.SquareImage) { Options = s_direct },
        new("tiktok", "Video", "inbox", "A clip to finish", DemoFiles.ReelVideo) { Way = "inbox", Options = s_inbox },
        new("tiktok", "Photo", "inbox", "A picture to finish", DemoFiles.SquareImage) { Way = "inbox", Options = s_inbox },
        new("linkedin", "Text", "post", "Only words, with (brackets) and #tags") { IsCommented = true },
        new("linkedin", "Article", "article", "Read this")
        {
            Link = "https://example.com/article",
            Title = "An article",
            IsCommented = true,
        },
        new("linkedin", "Image", "post", "A picture", DemoFiles.SquareImage) { IsCommented = true },
        new("linkedin", "MultiImage", "carousel", "Two pictures", DemoFiles.SquareImage, DemoFiles.LandscapeImage)
        {
            IsCommented = true,
        },
        new("linkedin", "Video", "video", "A video", DemoFiles.LandscapeVideo) { IsCommented = true },
        new("linkedin", "Document", "document", "A booklet", DemoFiles.Document)
        {
            Title = "How we bake rye",
            IsCommented = true,
        },
        new("x", "Text", "post", "Only words on X") { IsCommented = true },
        new("x", "Images", "post", "Two pictures on X", DemoFiles.SquareImage, DemoFiles.LandscapeImage) { IsCommented = true },
        new("x", "Gif", "post", "A picture that moves", AnimatedPicture.Name) { IsCommented = true },
        new("x", "Video", "post", "A clip on X", DemoFiles.ReelVideo) { IsCommented = true },
        new("x", "Text", "post", "The first of two") { Way = "thread", Thread = ["The second"] },
        new("bluesky", "Text", "post", "Only words, with #tags and https://example.com") { IsCommented = true },
        new("bluesky", "Images", "post", "A picture on Bluesky", DemoFiles.SquareImage) { IsCommented = true },
        new("bluesky", "Video", "video", "A clip on Bluesky", DemoFiles.ReelVideo) { IsCommented = true },
        new("bluesky", "Text", "post", "The first of two") { Way = "thread", Thread = ["The second"] },
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
        new("mastodon", "Text", "post", "Only words") { IsCommented = true },
        new("mastodon", "Images", "carousel", "Two pictures", DemoFiles.SquareImage, DemoFiles.LandscapeImage)
        {
            IsCommented = true,
        },
        new("mastodon", "Video", "video", "A clip", DemoFiles.ReelVideo) { IsCommented = true },
        new("mastodon", "Text", "post", "The first of two") { Way = "thread", Thread = ["The second"] },
        new("telegram", "Message", "post", "The first of two")
        {
            Way = "thread",
            Thread = ["The second"],
            ThreadFiles = [DemoFiles.SquareImage, DemoFiles.LandscapeImage],
        },
        new("telegram", "Message", "post", "Only words on Telegram"),
        new("telegram", "Photo", "post", "A picture", DemoFiles.SquareImage),
        new("telegram", "Video", "video", "A clip", DemoFiles.ReelVideo),
        new("telegram", "Document", "document", "A booklet", DemoFiles.Document),
        new("telegram", "Album", "carousel", "Two", DemoFiles.SquareImage, DemoFiles.ReelVideo),
        new("youtube", "Short", "short", "Five seconds of folding", DemoFiles.ReelVideo)
        {
            Title = "Folding",
            Options = s_youTube,
            NewOptions = new
            {
                privacy = "unlisted",
                madeForKids = false,
                tags = new[] { "rye" },
            },
            IsCommented = true,
        },
        new("youtube", "Video", "video", "Light over the fjord", DemoFiles.LandscapeVideo)
        {
            Title = "The fjord",
            Options = s_youTube,
            NewOptions = new
            {
                privacy = "unlisted",
                madeForKids = false,
                tags = new[] { "rye" },
            },
            IsCommented = true,
        },
    ];
}
