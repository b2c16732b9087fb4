using Atlas.Core.Problems;

namespace Atlas.Core.Media;

internal static class MediaRules
{
    private const int MaxFileName = 255;
    private const int MaxAltText = 2000;

    public static void CheckFileName(List<ProblemError> errors, string? fileName)
    {
        if (string.IsNullOrWhiteSpace(fileName) || fileName.Length > MaxFileName || fileName.Any(char.IsControl))
        {
            errors.Add(
                new ProblemError(
                    "fileName",
                    "fileName",
                    "Give the file a name without control characters.",
                    $"1 to {MaxFileName} characters"
                )
            );
        }
    }

    public static void CheckAltText(List<ProblemError> errors, string? altText)
    {
        if (altText?.Length > MaxAltText)
        {
            errors.Add(
                new ProblemError(
                    "altText",
                    "length",
                    "The text is too long.",
                    $"{MaxAltText} characters",
                    $"{altText.Length} characters"
                )
            );
        }
    }
}
