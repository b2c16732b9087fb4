using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Platforms.YouTube;

/// <summary>What a post takes from the Google project's daily budgets: uploads have one, everything else shares another.</summary>
/// <seealso href="https://developers.google.com/youtube/v3/determine_quota_cost"/>
internal static class YouTubeCosts
{
    /// <summary>The budget of uploads.</summary>
    public const string Uploads = "youtube.uploads";

    private const int Write = 50;
    private const int CaptionInsert = 400;

    /// <summary>Looks at the processing video and at what became of it: 1 unit each.</summary>
    private const int Reads = 10;

    private const string Source = "YouTube Data API: Quota Calculator";

    public static IReadOnlyList<QuotaCost> Of(PostContent content, YouTubeOptions options) =>
        [UploadsOf(options).Cost(1), UnitsOf(options).Cost(Write + Reads + Children(content))];

    public static QuotaBudget UploadsOf(YouTubeOptions options) =>
        new(Uploads, "uploads", options.DailyUploads, QuotaWindow.PacificDay, QuotaScope.App, Source);

    public static QuotaBudget UnitsOf(YouTubeOptions options) =>
        new("youtube.units", "quota units", options.DailyUnits, QuotaWindow.PacificDay, QuotaScope.App, Source);

    private static int Children(PostContent content) =>
        YouTubeChildren
            .Plan(content)
            .Sum(child => child.Name.StartsWith(YouTubeChildren.Captions, StringComparison.Ordinal) ? CaptionInsert : Write);
}
