using System.Text.Json.Nodes;

namespace Atlas.Sandbox.DemoJob;

/// <summary>What the demo publishes: every type of post of every network.</summary>
/// <param name="Channel">Key of a <see cref="DemoChannel"/>.</param>
internal sealed record DemoPost(string Name, string Channel, string Text, params string[] Files)
{
    public string Type { get; init; } = "post";
    public string? FirstComment { get; init; }
    public string? Title { get; init; }
    public string? Link { get; init; }
    public string[] Thread { get; init; } = [];

    /// <summary>The network's own options, as JSON.</summary>
    public string? Options { get; init; }

    /// <summary>Whether the options take the id of the account's first board.</summary>
    public bool OnBoard { get; init; }

    public string Key => $"{Name}-{Channel}";
}

internal static class DemoPosts
{
    private const string Portrait = "rye-portrait.jpg";
    private const string Square = "three-inks-square.jpg";
    private const string Landscape = "fjord-landscape.jpg";
    private const string Upright = "open-now-story.jpg";
    private const string Reel = "dough-reel.mp4";
    private const string SquareVideo = "inks-carousel.mp4";
    private const string Pan = "fjord-pan.mp4";
    private const string Booklet = "rye-booklet.pdf";
    private const string Public = """{"privacy":"public","madeForKids":false}""";
    private const string Direct = """{"mode":"direct","privacyLevel":"PUBLIC_TO_EVERYONE"}""";

    public static readonly IReadOnlyList<DemoPost> All =
    [
        new("image", "instagram", "Rye, baked at four, gone by nine. #sourdough #harbourbakery", Portrait)
        {
            FirstComment = "Flour from the mill up the road. Ask us for the recipe.",
        },
        new("carousel", "studio", "Three inks, one plate. Swipe for the press at work.", Square, SquareVideo, Landscape)
        {
            FirstComment = "Prints are signed and numbered, 40 in all.",
        },
        new("reel", "instagram", "Five seconds of folding. Sound on. #bread", Reel)
        {
            Type = "reel",
            FirstComment = "Which loaf next?",
        },
        new("story", "instagram", "", Upright) { Type = "story" },
        new("text", "facebook", "We open at six tomorrow, and at eight on Sunday."),
        new("link", "facebook", "How we bake rye, step by step.") { Link = "https://harbour.bakery.example/rye" },
        new("photo", "facebook", "Out of the oven.", Portrait) { FirstComment = "The crust sings if you listen." },
        new("photos", "facebook", "Bread, and the view while it proofs.", Portrait, Landscape),
        new("video", "facebook", "The fjord at 06:40.", Pan),
        new("reel", "facebook", "Five seconds of folding.", Reel) { Type = "reel" },
        new("story", "facebook", "", Upright) { Type = "story" },
        new("text", "threads", "Sourdough opinion: it is ready when it is ready."),
        new("image", "threads", "Today's rye.", Portrait),
        new("video", "threads", "Folding, slowly.", Reel),
        new("carousel", "threads", "Bread and light.", Portrait, Landscape),
        new("thread", "threads", "How we bake rye, in three posts.")
        {
            Thread = ["Mix flour, water and salt. Wait.", "Fold. Wait. Bake hot."],
        },
        new("video", "tiktok", "Five seconds of folding #bread", Reel) { Options = Direct },
        new("inbox", "tiktok", "A draft for the baker's phone", Reel) { Options = """{"mode":"inbox"}""" },
        new("text", "linkedin", "We are hiring a baker who likes mornings."),
        new("article", "linkedin", "What rye taught us about patience.")
        {
            Link = "https://harbour.bakery.example/patience",
            Title = "On patience",
        },
        new("image", "linkedin", "The morning's work.", Portrait),
        new("images", "linkedin", "Bread and the view.", Square, Landscape),
        new("video", "linkedin", "The fjord at 06:40.", Pan),
        new("document", "linkedin", "Our booklet about rye.", Booklet) { Title = "How we bake rye" },
        new("short", "youtube", "Five seconds of folding.", Reel) { Title = "Folding dough", Options = Public },
        new("video", "youtube", "Light over the fjord.", Pan)
        {
            Title = "06:40",
            Options = Public,
            FirstComment = "Filmed from the bakery's door.",
        },
        new("text", "x", "Rye is ready. You know where."),
        new("image", "x", "Proof.", Portrait),
        new("thread", "x", "How we bake rye, in two posts.") { Thread = ["Flour, water, salt, time."] },
        new("pin", "pinterest", "Rye with a crackling crust.", Portrait) { Title = "Rye", OnBoard = true },
        new("video", "pinterest", "Folding dough.", Reel)
        {
            Title = "Folding",
            Link = "https://harbour.bakery.example/rye",
            OnBoard = true,
        },
        new("text", "bluesky", "Rye is out of the oven. #bread https://harbour.bakery.example/rye"),
        new("image", "bluesky", "Still warm.", Portrait),
        new("text", "mastodon", "Open from six until we run out. #bread"),
        new("images", "mastodon", "Bread and the view.", Square, Landscape),
        new("video", "mastodon", "Folding.", Reel),
        new("text", "telegram", "Fresh rye at six."),
        new("photo", "telegram", "Today's rye.", Portrait),
        new("album", "telegram", "Bread and folding.", Square, Reel),
        new("document", "telegram", "Our booklet about rye.", Booklet),
    ];

    public static DemoPost Named(string name) => All.First(post => post.Key == name);

    public static JsonObject? OptionsOf(DemoPost post, JsonNode? account) =>
        post.OnBoard ? new JsonObject { ["boardId"] = account?["extra"]?["boardId"]?.GetValue<string>() }
        : post.Options is { } json ? JsonNode.Parse(json)!.AsObject()
        : null;
}
