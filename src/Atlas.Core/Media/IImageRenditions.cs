namespace Atlas.Core.Media;

/// <summary>
/// Makes pictures out of media. The one that comes with the product takes what a camera has put into the file and decodes
/// nothing. A library that can resize, crop or convert plugs in here: register another implementation behind the core's
/// (<c>services.AddSingleton&lt;IImageRenditions, …&gt;()</c>); all else stays as it is.
/// </summary>
public interface IImageRenditions
{
    /// <param name="content">The asset's bytes, seekable. The caller disposes it.</param>
    /// <returns>A picture within <paramref name="target"/>, of its region alone where it has one, or null where none can be made. A broken file is null, no fault.</returns>
    ValueTask<Rendition?> MakeAsync(
        MediaProbe probe,
        Stream content,
        RenditionTarget target,
        CancellationToken cancellationToken
    );

    /// <summary>Whether it can cut a part out of such a picture.</summary>
    bool CanCrop(MediaProbe probe) => false;
}

/// <summary>What a rendition must keep to.</summary>
/// <param name="MaxPixels">Of its longer side.</param>
public sealed record RenditionTarget(int MaxPixels, int MaxBytes)
{
    /// <summary>The part to show, at its own size; null for the whole picture.</summary>
    public CropRegion? Region { get; init; }

    /// <summary>For lists and pages.</summary>
    public static RenditionTarget Poster { get; } = new(MaxPixels: 2048, MaxBytes: 512 * 1024);
}

/// <param name="Bytes">A JPEG or PNG, upright or with its orientation in it.</param>
public sealed record Rendition(byte[] Bytes);
