using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.TikTok;

/// <summary>Checks what has arrived and publishes it, or delivers it to the inbox, after the time that processing takes.</summary>
internal static class TikTokProcessing
{
    private const long MostVideoBytes = 4L << 30;
    private const long MostPhotoBytes = 20 << 20;

    public static void Start(World world, TikTokShare share, IReadOnlyList<MediaItem> media)
    {
        var takes = share.IsPhoto ? world.Options.ImageProcessingMs : world.Options.VideoProcessingMs;
        if (takes <= 0)
        {
            Finish(world, share, media);
            return;
        }

        share.Timer = world.Clock.CreateTimer(
            _ => Finish(world, share, media),
            null,
            TimeSpan.FromMilliseconds(takes),
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Downloads go on after the call has been answered, as with the real one.</summary>
    public static void StartFetching(RestCall call, TikTokShare share, IReadOnlyList<string> urls) =>
        _ = FetchAsync(call, share, urls);

    private static async Task FetchAsync(RestCall call, TikTokShare share, IReadOnlyList<string> urls)
    {
        var (world, failure) = (call.World, share.IsPhoto ? "photo_pull_failed" : "video_pull_failed");
        List<MediaItem> media = [];
        foreach (var url in urls)
        {
            using var file = await call.FetchAsync(new Uri(url), share.IsPhoto ? MostPhotoBytes : MostVideoBytes);
            if (file.Failure is not FetchFailure.None)
            {
                share.TryEnd("FAILED", world.Now, failure);
                return;
            }

            media.Add(MediaProbe.Process(world, file, call.Network.Platform, share.Account.Id));
        }

        Start(world, share, media);
    }

    private static void Finish(World world, TikTokShare share, IReadOnlyList<MediaItem> media)
    {
        var problem = media
            .Select(item => share.IsPhoto ? PhotoProblem(item) : VideoProblem(share, item))
            .FirstOrDefault(text => text is not null);
        if (problem is not null)
        {
            share.TryEnd("FAILED", world.Now, problem);
            return;
        }

        var id = world.Ids.From(7_300_000_000_000_000_000);
        if (!share.TryEnd(share.IsDirect ? "PUBLISH_COMPLETE" : "SEND_TO_USER_INBOX", world.Now, postId: id))
        {
            return; // cancelled meanwhile
        }

        // A delivery to the inbox is told to the account's owner: it is an effect too, of a kind of its own.
        var post = new NetworkPost(
            share.Account,
            share.IsDirect ? id : share.PublishId,
            !share.IsDirect ? "inbox"
                : share.IsPhoto ? "carousel"
                : "video",
            world.Now
        )
        {
            Title = share.Title,
            Text = share.Description,
            Media = media,
            Privacy = share.IsDirect ? share.Privacy : "In the inbox, not posted",
            Facts = share.Facts,
        };
        world.Directory("tiktok").Publish(post, share.BaseUrl);
    }

    private static string? VideoProblem(TikTokShare share, MediaItem item) =>
        item.Video is not { } video || video.VideoCodec is not ("avc1" or "avc3" or "hvc1" or "hev1" or "vp08" or "vp09")
            ? "file_format_check_failed"
        : video.Duration > TimeSpan.FromSeconds(share.IsDirect ? share.Account.LongestVideoSeconds : 600)
            ? "duration_check_failed"
        : video.FramesPerSecond is > 0 and (< 22.9 or > 60.1) ? "frame_rate_check_failed"
        : Math.Min(video.Width, video.Height) < 360 || Math.Max(video.Width, video.Height) > 4096 ? "picture_size_check_failed"
        : null;

    private static string? PhotoProblem(MediaItem item) =>
        item.ContentType is not ("image/jpeg" or "image/webp") ? "file_format_check_failed"
        : Math.Min(item.Width, item.Height) > 1080 || Math.Max(item.Width, item.Height) > 1920 ? "picture_size_check_failed"
        : null;
}
