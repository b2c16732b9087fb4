namespace Atlas.Core.Media.Probing;

/// <summary>Puts together what an image's headers said.</summary>
internal static class ImageProbe
{
    /// <param name="width">Pixels as stored; zero or less where unknown.</param>
    /// <param name="orientation">1 to 8 as EXIF has it; 5 to 8 lie on their side.</param>
    /// <param name="hasUnreadableExif">Whether there is an orientation that could not be read.</param>
    public static MediaProbe Create(
        string contentType,
        long width,
        long height,
        int? orientation = null,
        bool? animated = null,
        bool canBeAnimated = false,
        string? colorSpace = null,
        bool hasUnreadableExif = false
    )
    {
        List<string> missing = [];
        var isKnown = width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue;
        if (!isKnown)
        {
            missing.AddRange(["width", "height"]);
        }

        if (hasUnreadableExif)
        {
            missing.Add("orientation");
        }

        if (canBeAnimated && animated is null)
        {
            missing.Add("animated");
        }

        var isOnItsSide = orientation is >= 5 and <= 8;
        return new MediaProbe
        {
            Kind = MediaKind.Image,
            ContentType = contentType,
            Width = isKnown ? (int)(isOnItsSide ? height : width) : null,
            Height = isKnown ? (int)(isOnItsSide ? width : height) : null,
            Orientation = orientation,
            Animated = animated,
            ColorSpace = colorSpace,
            NotProbed = missing,
        };
    }
}
