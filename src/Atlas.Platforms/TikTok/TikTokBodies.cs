using Atlas.Core.Platforms;

namespace Atlas.Platforms.TikTok;

/// <summary>Writes the init calls.</summary>
internal static class TikTokBodies
{
    /// <param name="creator">What the account allows now; null for the inbox, where the person decides in the app.</param>
    public static TikTokInit File(PublishWork work, TikTokPlan plan, UploadPlan upload, TikTokCreator? creator) =>
        new()
        {
            PostInfo = Video(work, plan, creator),
            SourceInfo = new TikTokSourceInfo
            {
                Source = "FILE_UPLOAD",
                VideoSize = upload.Total,
                ChunkSize = upload.ChunkSize,
                ChunkCount = upload.Count,
            },
        };

    public static async Task<TikTokInit> FetchedAsync(
        PublishWork work,
        TikTokPlan plan,
        TikTokCreator? creator,
        CancellationToken cancellationToken
    )
    {
        List<string> urls = [];
        foreach (var asset in work.Media)
        {
            urls.Add((await work.FetchUrl(asset, cancellationToken)).AbsoluteUri);
        }

        return plan.Format is TikTokFormat.Video
            ? new TikTokInit
            {
                PostInfo = Video(work, plan, creator),
                SourceInfo = new TikTokSourceInfo { Source = "PULL_FROM_URL", VideoUrl = urls[0] },
            }
            : new TikTokInit
            {
                MediaType = "PHOTO",
                PostMode = plan.IsDirect ? "DIRECT_POST" : "MEDIA_UPLOAD",
                PostInfo = Photos(work, plan, creator),
                SourceInfo = new TikTokSourceInfo
                {
                    Source = "PULL_FROM_URL",
                    PhotoImages = urls,
                    PhotoCoverIndex = plan.Options.PhotoCoverIndex ?? 0,
                },
            };
    }

    private static TikTokPostInfo? Video(PublishWork work, TikTokPlan plan, TikTokCreator? creator) =>
        plan.IsDirect
            ? new TikTokPostInfo
            {
                Title = TextOrNull(work.Content.Text),
                PrivacyLevel = plan.Options.PrivacyLevel,
                // What the creator has switched off stays off, whatever the post says.
                DisableComment = plan.Options.DisableComment is true || creator is { CommentDisabled: true },
                DisableDuet = plan.Options.DisableDuet is true || creator is { DuetDisabled: true },
                DisableStitch = plan.Options.DisableStitch is true || creator is { StitchDisabled: true },
                CoverTimestampMs = plan.Options.CoverTimestampMs,
                BrandContent = plan.Options.BrandContent ?? false,
                BrandOrganic = plan.Options.BrandOrganic ?? false,
                AiGenerated = plan.Options.AiGenerated,
            }
            : null;

    private static TikTokPostInfo Photos(PublishWork work, TikTokPlan plan, TikTokCreator? creator)
    {
        var texts = new TikTokPostInfo { Title = TextOrNull(work.Content.Title), Description = TextOrNull(work.Content.Text) };
        return plan.IsDirect
            ? texts with
            {
                PrivacyLevel = plan.Options.PrivacyLevel,
                DisableComment = plan.Options.DisableComment is true || creator is { CommentDisabled: true },
                AutoAddMusic = plan.Options.AutoAddMusic ?? false,
                BrandContent = plan.Options.BrandContent ?? false,
                BrandOrganic = plan.Options.BrandOrganic ?? false,
            }
            : texts;
    }

    private static string? TextOrNull(string? text) => text is { Length: > 0 } ? text : null;
}
