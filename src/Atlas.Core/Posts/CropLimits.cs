using Atlas.Core.Media;
using Atlas.Core.Problems;

namespace Atlas.Core.Posts;

/// <summary>What the choice of a picture's part may say, whatever the picture is.</summary>
internal static class CropLimits
{
    private const double Rounding = 1e-9;

    public static void Check(IReadOnlyList<PostMedia> media, string field, List<ProblemError> errors)
    {
        for (var i = 0; i < media.Count; i++)
        {
            if (media[i].Crop is { } crop)
            {
                Check(crop, $"{field}[{i}].crop", $"{field}[{i}].crop.", errors);
            }
        }
    }

    /// <param name="field">Where the choice stands as a whole.</param>
    /// <param name="prefix">Before the names of its fields.</param>
    public static void Check(MediaCrop crop, string field, string prefix, List<ProblemError> errors)
    {
        if (crop.Ratio is null == crop.Area is null)
        {
            errors.Add(new ProblemError(field, "onlyOne", "Give one of ratio and area."));
        }

        if (crop.Ratio is { } ratio && MediaCrop.ReadRatio(ratio) is null)
        {
            errors.Add(
                new ProblemError(
                    $"{prefix}ratio",
                    "format",
                    "A ratio is width to height, such as 4:5 or 1.91:1.",
                    "1:20 to 20:1",
                    ratio
                )
            );
        }

        if (crop.Focus is { } focus && (crop.Ratio is null || !IsPart(focus.X) || !IsPart(focus.Y)))
        {
            errors.Add(new ProblemError($"{prefix}focus", "range", "A focus goes with a ratio; x and y are 0 to 1."));
        }

        if (
            crop.Area is { } area
            && !(
                IsPart(area.X)
                && IsPart(area.Y)
                && area.Width > 0
                && area.Height > 0
                && area.X + area.Width <= 1 + Rounding
                && area.Y + area.Height <= 1 + Rounding
            )
        )
        {
            errors.Add(
                new ProblemError($"{prefix}area", "range", "An area lies within the picture: x, y, width and height are 0 to 1.")
            );
        }

        if (crop.SourceId is not null)
        {
            errors.Add(new ProblemError($"{prefix}sourceId", "readOnly", "Leave it out: name the picture in mediaId."));
        }
    }

    private static bool IsPart(double value) => value is >= 0 and <= 1;
}
