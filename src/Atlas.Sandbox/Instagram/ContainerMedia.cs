using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>Gets the media of a container and looks at the bytes.</summary>
internal static class ContainerMedia
{
    /// <summary>Fetches what is fetched inside the call and starts what isn't.</summary>
    public static async ValueTask<GraphError?> LoadAsync(GraphCall call, InstagramContainer container)
    {
        var request = container.Request;
        var options = call.World.Options;
        if (request.CoverUrl is { } cover)
        {
            var (error, item) = await FetchImageAsync(call, cover, checksRatio: false);
            if (error is not null)
            {
                return error;
            }

            container.Cover = item;
        }

        if (request.ImageUrl is { } image)
        {
            var (error, item) = await FetchImageAsync(call, image, checksRatio: request.Kind is not ContainerKind.Story);
            if (error is null)
            {
                container.Finish(item, call.World.Now + TimeSpan.FromMilliseconds(options.ImageProcessingMs));
            }

            return error;
        }

        if (request.Kind is ContainerKind.Carousel)
        {
            container.Finish(null, call.Now + TimeSpan.FromMilliseconds(options.CarouselProcessingMs));
        }
        else if (request.VideoUrl is { } video)
        {
            _ = FetchVideoAsync(call.World, call.Fetcher, container, video);
        }

        return null;
    }

    /// <summary>Downloads and checks a video; whatever happens ends in the container's state.</summary>
    public static async Task FetchVideoAsync(World world, MediaFetcher fetcher, InstagramContainer container, Uri url)
    {
        try
        {
            using var file = await FetchAsync(world, fetcher, url, VideoRules.MaxBytes(container.Kind));
            TakeVideo(world, container, file);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            container.Fail(InstagramErrors.SubcodeUploadFailed); // no room for the temporary file
        }
    }

    public static void TakeVideo(World world, InstagramContainer container, FetchedFile file)
    {
        var broken = VideoRules.Check(file, container.Request, world.Options, out var item);
        if (item is null || MediaProbe.IsUnreadable(world, "instagram", container.Account.Id))
        {
            container.Fail(broken ?? InstagramErrors.SubcodeUploadFailed);
            return;
        }

        if (file.Content is { } bytes)
        {
            world.Media.Keep(item, bytes);
        }

        container.Finish(item, world.Now + TimeSpan.FromMilliseconds(world.Options.VideoProcessingMs));
    }

    private static async ValueTask<(GraphError? Error, MediaItem? Item)> FetchImageAsync(
        GraphCall call,
        Uri url,
        bool checksRatio
    )
    {
        using var file = await FetchAsync(call.World, call.Fetcher, url, ImageRules.MaxBytes);
        var error = ImageRules.Check(file, checksRatio, out var item);
        if (item is not null && file.Content is { } bytes)
        {
            call.World.Media.Keep(item, bytes);
        }

        return (error, item);
    }

    private static ValueTask<FetchedFile> FetchAsync(World world, MediaFetcher fetcher, Uri url, long maxBytes)
    {
        // The network refuses addresses on its own content hosts, and asks for plain ASCII.
        var isRefused =
            url.Host.EndsWith("fbcdn.net", StringComparison.OrdinalIgnoreCase) || url.OriginalString.Any(c => c > 127);
        return isRefused
            ? ValueTask.FromResult(FetchedFile.Failed(FetchFailure.Unreachable))
            : fetcher.FetchAsync(
                url,
                maxBytes,
                TimeSpan.FromMilliseconds(world.Options.FetchTimeoutMs),
                world.Options.FetchCache ? world.Clock : null
            );
    }
}
