using System.Globalization;

namespace Atlas.Core.Media;

/// <summary>
/// Which part of a picture is shown: a ratio, around a point that matters, or an area. Nothing here decodes pictures, so the
/// part itself is a file of its own, <see cref="RenditionId"/>, which takes the picture's place in what goes out.
/// </summary>
public sealed record MediaCrop
{
    /// <summary>Width to height: <c>4:5</c>, <c>1.91:1</c>.</summary>
    public string? Ratio { get; init; }

    /// <summary>With <see cref="Ratio"/>: what stays as near the middle as the picture allows. Null for its own middle.</summary>
    public CropPoint? Focus { get; init; }

    /// <summary>In place of <see cref="Ratio"/>.</summary>
    public CropArea? Area { get; init; }

    /// <summary>The file that shows the part; null while there is none, and then the post can't be scheduled.</summary>
    public Id<MediaAsset>? RenditionId { get; init; }

    /// <summary>Only in what goes out: the picture of which the medium is a rendition.</summary>
    public Id<MediaAsset>? SourceId { get; init; }

    /// <summary>The part in pixels; null for what is no picture, and where the choice can't be read.</summary>
    internal CropRegion? RegionOf(MediaAsset asset) =>
        asset is { Kind: MediaKind.Image, Probe: { Width: { } width, Height: { } height } } ? RegionOf(width, height) : null;

    /// <summary>The part in pixels of a picture of this size; null where the choice can't be read.</summary>
    public CropRegion? RegionOf(int width, int height)
    {
        if (Area is { } area)
        {
            var (x, y) = ((int)Math.Round(area.X * width), (int)Math.Round(area.Y * height));
            return new CropRegion(
                Math.Min(x, width - 1),
                Math.Min(y, height - 1),
                Math.Clamp((int)Math.Round(area.Width * width), 1, width - Math.Min(x, width - 1)),
                Math.Clamp((int)Math.Round(area.Height * height), 1, height - Math.Min(y, height - 1))
            );
        }

        if (ReadRatio(Ratio) is not { } ratio)
        {
            return null;
        }

        var (w, h) =
            (double)width / height > ratio
                ? (Math.Clamp((int)Math.Round(height * ratio), 1, width), height)
                : (width, Math.Clamp((int)Math.Round(width / ratio), 1, height));
        var (focusX, focusY) = Focus is { } focus ? (focus.X, focus.Y) : (0.5, 0.5);
        return new CropRegion(
            Math.Clamp((int)Math.Round((focusX * width) - (w / 2.0)), 0, width - w),
            Math.Clamp((int)Math.Round((focusY * height) - (h / 2.0)), 0, height - h),
            w,
            h
        );
    }

    /// <summary>Null for what is no ratio between 1:20 and 20:1.</summary>
    internal static double? ReadRatio(string? text) =>
        text?.Split(':') is [var width, var height]
        && double.TryParse(width, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var w)
        && double.TryParse(height, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var h)
        && w > 0
        && h > 0
        && w / h is >= 1 / 20.0 and <= 20
            ? w / h
            : null;
}

/// <param name="X">0 to 1 from the left.</param>
/// <param name="Y">0 to 1 from the top.</param>
public sealed record CropPoint(double X, double Y);

/// <summary>In parts of the picture: 0 to 1.</summary>
public sealed record CropArea(double X, double Y, double Width, double Height);

/// <summary>In pixels of the picture as it is shown, with its orientation applied.</summary>
public readonly record struct CropRegion(int X, int Y, int Width, int Height)
{
    public string Size => $"{Width} × {Height} px";

    /// <summary>Whether a picture of this size shows the region, scaled or not: its ratio may be off by a pixel's rounding.</summary>
    public bool Fits(int width, int height) =>
        Math.Abs(width - ((double)height * Width / Height)) <= 1 || Math.Abs(height - ((double)width * Height / Width)) <= 1;
}
