namespace Atlas.Core.Media;

/// <summary>
/// Makes pictures out of media. The one that comes with the product takes what a camera has put into the file and decodes
/// nothing. A library that can resize, crop or convert plugs in here: register another implementation behind the core's
/// (<c>services.AddSingleton&lt;IImageRenditions, …&gt;()</c>); all else stays as it is.
/// </summary>
public interface IImageRenditions
{
    /// <param name="content">The asset's bytes, seekable. The caller disposes it.</param>
    /// <returns>A picture within <paramref name="target"/>, or null where none can be made. A broken file is null, no fault.</returns>
    ValueTask<Rendition?> MakeAsync(
        MediaProbe probe,
        Stream content,
        RenditionTarget target,
        CancellationToken cancellationToken
    );
}

/// <summary>What a rendition must keep to.</summary>
/// <param name="MaxPixels">Of its longer side.</param>
public sealed record RenditionTarget(int MaxPixels, int MaxBytes)
{
    /// <summary>For lists and pages.</summary>
    public static RenditionTarget Poster { get; } = new(MaxPixels: 2048, MaxBytes: 512 * 1024);
}

/// <param name="Bytes">A JPEG or PNG, upright or with its orientation in it.</param>
public sealed record Rendition(byte[] Bytes);
