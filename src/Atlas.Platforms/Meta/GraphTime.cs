using System.Globalization;

namespace Atlas.Platforms.Meta;

/// <summary>Reads <c>2026-08-07T12:34:56+0000</c>: the offset has no colon.</summary>
internal static class GraphTime
{
    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss'Z'"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
        || text is { Length: 24 }
            && DateTimeOffset.TryParseExact(
                text.Insert(22, ":"),
                "yyyy-MM-dd'T'HH:mm:sszzz",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out time
            )
            ? time
            : null;
}
