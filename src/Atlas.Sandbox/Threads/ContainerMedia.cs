using Atlas.Sandbox.Media;

namespace Atlas.Sandbox.Threads;

/// <summary>Fetches what a container names and looks at the bytes; whatever is wrong ends in the container's state.</summary>
internal static class ContainerMedia
{
    private const long MostImageBytes = 8L << 20;
    private const long MostVideoBytes = 1L << 30;

    public static async Task LoadAsync(World world, MediaFetcher fetcher, ThreadsContainer container, Uri url)
    {
        var isVideo = container.Request.MediaType is "VIDEO";
        try
        {
            using var file = await fetcher.FetchAsync(
                url,
                isVideo ? MostVideoBytes : MostImageBytes,
                TimeSpan.FromMilliseconds(world.Options.FetchTimeoutMs),
                world.Options.FetchCache ? world.Clock : null
            );
            if (file.Failure is not FetchFailure.None)
            {
                container.Fail(isVideo ? "FAILED_DOWNLOADING_VIDEO" : "UNKNOWN");
                return;
            }

            var item = MediaProbe.Process(world, file, ThreadsNetwork.Name, container.AccountId);
            if ((isVideo ? VideoProblem(item, world.Options.RequireMoovFirst) : ImageProblem(item)) is { } problem)
            {
                container.Fail(problem);
                return;
            }

            var time = isVideo ? world.Options.VideoProcessingMs : world.Options.ImageProcessingMs;
            container.Finish(item, container.Created + TimeSpan.FromMilliseconds(time));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            container.Fail("UNKNOWN"); // no room for the temporary file
        }
    }

    private static string? ImageProblem(MediaItem item) =>
        item.ContentType is not ("image/jpeg" or "image/png") ? "UNKNOWN"
        : item.Width > 10 * item.Height || item.Height > 10 * item.Width ? "INVALID_ASPEC_RATIO"
        : null;

    private static string? VideoProblem(MediaItem item, bool requireMoovFirst) =>
        item.Video is not { } video || (requireMoovFirst && !video.MoovFirst) ? "FAILED_PROCESSING_VIDEO"
        : video.VideoCodec is not ("avc1" or "avc3" or "hvc1" or "hev1") ? "FAILED_PROCESSING_VIDEO"
        : video.Duration > TimeSpan.FromSeconds(300.1) ? "INVALID_DURATION"
        : video.Width > 1920 || video.Height is 0 || (double)video.Width / video.Height is < 0.01 or > 10 ? "INVALID_ASPEC_RATIO"
        // A fragmented file counts its frames elsewhere.
        : !video.IsFragmented && Math.Round(video.FramesPerSecond) is < 23 or > 60 ? "INVALID_FRAME_RATE"
        : item.Bytes * 8 / Math.Max(0.001, video.Duration.TotalSeconds) > 100e6 ? "INVALID_BIT_RATE"
        : video.AudioCodec is not (null or "mp4a") || video.AudioRate > 48_000 ? "FAILED_PROCESSING_AUDIO"
        : video.AudioChannels > 2 ? "INVALID_AUDIO_CHANNELS"
        : null;
}
