using System.Text;
using System.Text.RegularExpressions;

namespace Atlas.Core.Media.Probing;

/// <summary>Tells the two usual kinds of subtitle files, which are text, by how they must begin.</summary>
internal static partial class SubtitleProbe
{
    private const int Beginning = 512;

    public static MediaProbe? Read(ProbeSource source)
    {
        Span<byte> bytes = stackalloc byte[Beginning];
        bytes = bytes[..source.ReadUpTo(0, bytes[..(int)Math.Min(Beginning, source.Length)])];
        var text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
        return WebVtt().IsMatch(text) ? Of("text/vtt")
            : SubRip().IsMatch(text) ? Of("application/x-subrip")
            : null;
    }

    private static MediaProbe Of(string contentType) => new() { Kind = MediaKind.Document, ContentType = contentType };

    /// <summary>https://www.w3.org/TR/webvtt1/#file-structure</summary>
    [GeneratedRegex(@"\AWEBVTT(?:[ \t\r\n]|\z)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WebVtt();

    [GeneratedRegex(
        @"\A\s{0,20}\d{1,6}[ \t]*\r?\n\d{1,3}:\d{2}:\d{2}[,.]\d{3} --> \d{1,3}:\d{2}:\d{2}[,.]\d{3}",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex SubRip();
}
