using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Core.Preflight;

/// <summary>
/// Whether what a post shows of its pictures is there as files. The networks' own rules judge the part, not the picture: see
/// <see cref="Shown"/>.
/// </summary>
internal static class CropFindings
{
    private const string Source = "Atlas: the choice of a picture's part";

    /// <summary>The asset as its use shows it: of a part that is not a file yet, with the part's size.</summary>
    public static MediaAsset Shown(PostMedia use, MediaAsset asset) =>
        use.Crop is { SourceId: null } crop && crop.RegionOf(asset) is { } region
            ? asset with
            {
                Probe = asset.Probe with { Width = region.Width, Height = region.Height },
            }
            : asset;

    /// <param name="content">As it goes out.</param>
    public static IEnumerable<Finding> Check(
        PostContent content,
        IReadOnlyDictionary<Id<MediaAsset>, MediaAsset> media,
        IImageRenditions renditions
    ) =>
        content
            .Media.Select((use, index) => (Use: use, Field: $"media[{index}].crop"))
            .Concat(
                (content.Thread ?? []).SelectMany(
                    (part, place) =>
                        (part.Media ?? []).Select((use, index) => (Use: use, Field: $"thread[{place}].media[{index}].crop"))
                )
            )
            .Select(found => Check(found.Use, found.Field, media, renditions))
            .OfType<Finding>();

    private static Finding? Check(
        PostMedia use,
        string field,
        IReadOnlyDictionary<Id<MediaAsset>, MediaAsset> media,
        IImageRenditions renditions
    )
    {
        if (use.Crop is not { } crop || !media.TryGetValue(use.MediaId, out var shown))
        {
            return null;
        }

        if (crop.SourceId is { } source)
        {
            // A picture that is gone by now was compared when the post was written.
            return media.TryGetValue(source, out var picture) ? Compare(crop, picture, shown, field) : null;
        }

        if (crop.RegionOf(shown) is not { } region)
        {
            return NoPicture(field, shown);
        }

        var way = renditions.CanCrop(shown.Probe)
            ? $"Have it made by POST /api/v1/media/{shown.Id}/renditions, or upload it,"
            : $"Cut the picture to {region.Width} × {region.Height} pixels from {region.X}, {region.Y}, upload that";
        return new Finding(
            FindingSeverity.Error,
            field,
            "atlas.crop.rendition",
            region.Size,
            SizeOf(shown),
            $"The chosen part of the picture is not there as a file. {way} and name it in renditionId.",
            Source,
            new Repair(RepairKind.Crop, region.Size)
        );
    }

    private static Finding? Compare(MediaCrop crop, MediaAsset picture, MediaAsset rendition, string field) =>
        crop.RegionOf(picture) is not { } region ? NoPicture(field, picture)
        : rendition is { Kind: MediaKind.Image, Probe: { Width: { } width, Height: { } height } } && region.Fits(width, height)
            ? null
        : new Finding(
            FindingSeverity.Error,
            $"{field}.renditionId",
            "atlas.crop.mismatch",
            region.Size,
            SizeOf(rendition),
            "The rendition has another shape than the chosen part. Cut it to that size, or smaller in the same ratio.",
            Source,
            new Repair(RepairKind.Crop, region.Size)
        );

    private static Finding NoPicture(string field, MediaAsset asset) =>
        new(
            FindingSeverity.Error,
            field,
            "atlas.crop.kind",
            "a picture",
            asset.ContentType,
            "A part can be chosen of pictures alone. Cut the file before you upload it.",
            Source
        );

    private static string SizeOf(MediaAsset asset) =>
        asset.Probe is { Width: { } width, Height: { } height } ? $"{width} × {height} px" : asset.ContentType;
}
