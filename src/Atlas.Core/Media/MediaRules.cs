using Atlas.Core.Problems;

namespace Atlas.Core.Media;

/// <summary>What can be said about a file, and how long it may be.</summary>
internal static class MediaRules
{
    private const int MaxFileName = 255;
    private const int MaxAltText = 2000;
    private const int MaxTags = 30;
    private const int MaxTag = 50;

    /// <summary>All that is wrong with what a sender says.</summary>
    public static List<ProblemError> Check(MediaDetails details)
    {
        List<ProblemError> errors = [];
        CheckFileName(errors, details.FileName);
        CheckAltText(errors, details.AltText);
        CheckTags(errors, details.Tags);
        if (details.Sha256 is { } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)))
        {
            errors.Add(new ProblemError("sha256", "format", "A SHA-256 has 64 hexadecimal digits.", "64 digits"));
        }

        return errors;
    }

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

    public static void CheckTags(List<ProblemError> errors, IReadOnlyList<string> tags)
    {
        if (tags.Count > MaxTags)
        {
            errors.Add(new ProblemError("tags", "count", "There are too many tags.", $"{MaxTags}", $"{tags.Count}"));
        }

        for (var i = 0; i < Math.Min(tags.Count, MaxTags); i++)
        {
            if (tags[i].Length is 0 or > MaxTag || tags[i].Any(c => char.IsControl(c) || c == ','))
            {
                errors.Add(
                    new ProblemError(
                        $"tags[{i}]",
                        "tag",
                        "A tag is a short text without commas and control characters.",
                        $"1 to {MaxTag} characters",
                        $"{tags[i].Length} characters"
                    )
                );
            }
        }
    }

    /// <summary>As they are kept: without blanks around them, each once whatever its case.</summary>
    public static IReadOnlyList<string> Tidy(IEnumerable<string>? tags) =>
        [.. (tags ?? []).Select(tag => tag.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)];
}
