using Atlas.Sandbox.Control;
using Atlas.Sandbox.Media;

namespace Atlas.Sandbox.Instagram;

internal static class VideoRules
{
    private const double MaxBitsPerSecond = 25e6;

    // Encoders end a file some frames late: a 60 s clip may say 60.05 s.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

    public static long MaxBytes(ContainerKind kind) => kind is ContainerKind.Story ? 100L << 20 : 300L << 20;

    /// <summary>The subcode of the first rule that the video breaks, or null with the item.</summary>
    public static int? Check(FetchedFile file, ContainerRequest request, SandboxOptions options, out MediaItem? item)
    {
        item = null;
        switch (file.Failure)
        {
            case FetchFailure.TimedOut:
                return InstagramErrors.SubcodeDownloadTimedOut;
            case FetchFailure.Unreachable or FetchFailure.WebPage:
                return InstagramErrors.SubcodeFetchFailed;
            case FetchFailure.TooLarge:
                return InstagramErrors.SubcodeBadVideo;
        }

        using var stream = file.Open();
        if (
            Mp4File.Read(stream) is not { } video
            || !IsAllowed(video, request.Kind, options)
            || BitRate(file, video) > MaxBitsPerSecond
        )
        {
            return InstagramErrors.SubcodeBadVideo;
        }

        if (request.ThumbOffsetMs is { } offset && offset >= video.Duration.TotalMilliseconds)
        {
            return InstagramErrors.SubcodeBadThumbOffset;
        }

        item = new MediaItem
        {
            Sha256 = file.Sha256,
            ContentType = "video/mp4",
            Bytes = file.Length,
            Width = video.Width,
            Height = video.Height,
            Video = video,
        };
        return null;
    }

    private static bool IsAllowed(VideoFacts video, ContainerKind kind, SandboxOptions options)
    {
        var longest = kind is ContainerKind.Story ? TimeSpan.FromSeconds(60) : TimeSpan.FromMinutes(15);
        var ratio = video.Height is 0 ? 0 : (double)video.Width / video.Height;
        var smallestRatio = kind is ContainerKind.Story ? 0.1 : 0.01;
        return video.VideoCodec is "avc1" or "avc3" or "hvc1" or "hev1"
            && video.Duration >= TimeSpan.FromSeconds(3) - Slack
            && video.Duration <= longest + Slack
            && video.Width is > 0 and <= 1920
            && ratio >= smallestRatio
            && ratio <= 10
            // A fragmented file counts its frames elsewhere.
            && (video.IsFragmented || Math.Round(video.FramesPerSecond) is >= 23 and <= 60)
            && video.AudioCodec is (null or "mp4a")
            && video.AudioRate <= 48_000
            && video.AudioChannels <= 2
            && (video.MoovFirst || !options.RequireMoovFirst)
            && (!video.HasEditList || !options.RejectEditLists);
    }

    private static double BitRate(FetchedFile file, VideoFacts video) =>
        video.Duration > TimeSpan.Zero ? file.Length * 8 / video.Duration.TotalSeconds : double.MaxValue;
}
