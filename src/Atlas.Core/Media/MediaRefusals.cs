using Atlas.Core.Problems;

namespace Atlas.Core.Media;

/// <summary>Why bytes are not taken, in words that say what to do.</summary>
internal static class MediaRefusals
{
    public static Problem? Of(MediaProbe? probe, string? declaredType)
    {
        if (probe is null)
        {
            return Problem.UnsupportedMedia(
                "The bytes are of no kind that can be published. Send a JPEG, PNG, GIF or WebP image, an MP4 or QuickTime video, a PDF, or subtitles as WebVTT or SubRip."
            );
        }

        if (probe.Truncated is { } truncated)
        {
            return Truncated(probe.ContentType, truncated);
        }

        // Every network needs the size of a picture: a file that can't even tell that is broken.
        if (probe.Kind != MediaKind.Document && (probe.Width is null || probe.Height is null))
        {
            return Problem.UnsupportedMedia(
                $"It begins like {probe.ContentType}, but it is broken or breaks off: it has no readable size."
            );
        }

        var declared = MediaTypes.Normalize(declaredType);
        return declared is not null && declared != probe.ContentType ? Disagreement(declared, probe.ContentType) : null;
    }

    public static Problem OtherHash(string expected, string actual) =>
        Problem.Invalid([
            new ProblemError(
                "sha256",
                "media.sha256",
                "The bytes that came are not those that were announced. Send the file again.",
                expected,
                actual
            ),
        ]);

    private static Problem Truncated(string contentType, string what) =>
        Problem.Invalid([
            new ProblemError(
                "body",
                "media.truncated",
                $"The file breaks off: {what}. Send the whole file.",
                $"a complete {contentType}",
                what
            ),
        ]);

    private static Problem Disagreement(string declared, string actual) =>
        Problem.UnsupportedMedia("The file is not what its Content-Type says.") with
        {
            Errors =
            [
                new ProblemError(
                    "Content-Type",
                    "media.contentType",
                    "Send the file with its own type, or with application/octet-stream.",
                    declared,
                    actual
                ),
            ],
        };
}
