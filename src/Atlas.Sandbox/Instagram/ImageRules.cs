using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

internal static class ImageRules
{
    public const long MaxBytes = 8L << 20;

    /// <summary>Reads a fetched image and holds it against the rules; covers and stories have no limit of ratio.</summary>
    public static GraphError? Check(FetchedFile file, bool checksRatio, out MediaItem? item)
    {
        item = null;
        switch (file.Failure)
        {
            case FetchFailure.TimedOut:
                return InstagramErrors.DownloadTimedOut;
            case FetchFailure.TooLarge:
                return InstagramErrors.ImageTooLarge;
            case FetchFailure.Unreachable or FetchFailure.WebPage:
                return InstagramErrors.FetchFailed;
        }

        if (file.Content is not { } bytes || JpegHeader.Read(bytes) is not { IsMultiPicture: false } header)
        {
            return InstagramErrors.ImageFormat;
        }

        // 4:5 to 1.91:1, in whole numbers so that 1080 × 1350 is exactly on the edge.
        long width = header.Width;
        long height = header.Height;
        if (checksRatio && (width * 5 < height * 4 || width * 100 > height * 191))
        {
            return InstagramErrors.ImageRatio;
        }

        item = new MediaItem
        {
            Sha256 = file.Sha256,
            ContentType = "image/jpeg",
            Bytes = file.Length,
            Width = header.Width,
            Height = header.Height,
        };
        return null;
    }
}
