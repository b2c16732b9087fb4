namespace Atlas.Sandbox.DemoJob;

/// <summary>What the demo publishes: every kind of post, on accounts of both logins.</summary>
/// <param name="After">Seconds from the start of the demo.</param>
internal sealed record DemoPost(
    string Name,
    string Account,
    string Type,
    int After,
    IReadOnlyList<string> Files,
    string Text,
    string? FirstComment = null
);

internal sealed record DemoAccount(string Username, string Login);

internal static class DemoPosts
{
    private const string Bakery = "harbour.bakery";
    private const string Studio = "northlight.studio";

    public static readonly IReadOnlyList<DemoAccount> Accounts = [new(Bakery, "facebook"), new(Studio, "instagram")];

    public static readonly IReadOnlyList<DemoPost> All =
    [
        new(
            "image",
            Bakery,
            "post",
            6,
            ["rye-portrait.jpg"],
            "Rye, baked at four, gone by nine. #sourdough #harbourbakery",
            "Flour from the mill up the road. Ask us for the recipe."
        ),
        new(
            "carousel",
            Studio,
            "post",
            8,
            ["three-inks-square.jpg", "inks-carousel.mp4", "fjord-landscape.jpg"],
            "Three inks, one plate. Swipe for the press at work.",
            "Prints are signed and numbered, 40 in all."
        ),
        new("reel", Bakery, "reel", 10, ["dough-reel.mp4"], "Five seconds of folding. Sound on. #bread", "Which loaf next?"),
        new("story", Bakery, "story", 12, ["open-now-story.jpg"], ""),
        new("image", Studio, "post", 14, ["fjord-landscape.jpg"], "Morning light, 06:40. No filter, only patience."),
    ];

    public static DemoPost Named(string name) => All.First(post => Key(post) == name);

    public static string Key(DemoPost post) => $"{post.Name}-{post.Account}";
}
