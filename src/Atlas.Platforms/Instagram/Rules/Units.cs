using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Instagram.Rules;

/// <summary>How findings write what a file has.</summary>
internal static class Units
{
    private const double Upright = 9.0 / 16;

    public static string Megabytes(long bytes) => $"{bytes / (1024.0 * 1024):0.##} MB";

    public static string Ratio(double ratio) => $"{ratio:0.##}:1";

    public static string Seconds(TimeSpan duration) => $"{duration.TotalSeconds:0.##} s";

    public static void WarnUnlessUpright(MediaPlace place, double ratio, NetworkFindings findings)
    {
        if (Math.Abs(ratio - Upright) > 0.02)
        {
            findings.Warn(
                place.Field,
                "shape.recommended",
                "This is shown full screen on upright phones: 9:16 fills it, other shapes get borders or are cropped.",
                "9:16",
                Ratio(ratio)
            );
        }
    }
}
