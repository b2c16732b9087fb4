namespace Atlas.Testing.Processes;

/// <summary>The pictures and videos that come with the sandbox.</summary>
public static class DemoFiles
{
    public const string PortraitImage = "rye-portrait.jpg";
    public const string SquareImage = "three-inks-square.jpg";
    public const string LandscapeImage = "fjord-landscape.jpg";
    public const string StoryImage = "open-now-story.jpg";
    public const string ReelVideo = "dough-reel.mp4";
    public const string SquareVideo = "inks-carousel.mp4";

    public const string LandscapeVideo = "fjord-pan.mp4";
    public const string Document = "rye-booklet.pdf";

    public static byte[] Read(string name) => File.ReadAllBytes(Programs.FileOf("Atlas.Sandbox", Path.Combine("Demo", name)));

    public static string ContentTypeOf(string name) =>
        Path.GetExtension(name) switch
        {
            ".mp4" => "video/mp4",
            ".pdf" => "application/pdf",
            _ => "image/jpeg",
        };
}
