using Atlas.Sandbox.Media;

namespace Atlas.Sandbox.LinkedIn;

/// <summary>What processing makes of a file. A client learns of it by the asset's state.</summary>
internal static class LinkedInMediaRules
{
    private const long MostPixels = 36_152_320;
    private const long MostDocumentBytes = 100L << 20;
    public const long LeastVideoBytes = 75 << 10;
    public const long MostVideoBytes = 500L << 20;

    private static readonly TimeSpan ShortestVideo = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestVideo = TimeSpan.FromMinutes(30);

    public static string? Problem(LinkedInAssetKind kind, MediaItem item, FetchedFile file) =>
        kind switch
        {
            LinkedInAssetKind.Image => Image(item),
            LinkedInAssetKind.Video => Video(item),
            _ => Document(item, file),
        };

    private static string? Image(MediaItem item) =>
        item.ContentType is not ("image/jpeg" or "image/png" or "image/gif") ? "The file is not a JPG, PNG or GIF image"
        : (long)item.Width * item.Height >= MostPixels ? "The image has too many pixels"
        : null;

    private static string? Video(MediaItem item) =>
        item.Video is not { } video ? "The file is not an MP4 video"
        : video.Duration < ShortestVideo || video.Duration > LongestVideo ? "The video is shorter than 3 s or longer than 30 min"
        : null;

    private static string? Document(MediaItem item, FetchedFile file)
    {
        Span<byte> head = stackalloc byte[4];
        using var stream = file.Content is { } bytes ? new MemoryStream(bytes, writable: false) : null;
        var source = stream ?? file.Spilled ?? Stream.Null;
        source.Position = 0;
        var length = source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var isOffice =
            head[..length].StartsWith("PK"u8) || head[..length].StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]);
        return item.ContentType is not "application/pdf" && !isOffice ? "The file is not a PDF, Word or PowerPoint document"
            : item.Bytes > MostDocumentBytes ? "The document is larger than 100 MB"
            : null;
    }
}
