using System.Text;
using System.Text.RegularExpressions;

namespace Atlas.Core.Media.Probing;

/// <summary>Tells files of subtitles: WebVTT by its first word, SubRip by its first cue.</summary>
internal static partial class SubtitleText
{
    public const string WebVtt = "text/vtt";
    public const string SubRip = "application/x-subrip";

    /// <summary>A number, an arrow between two times: all of it stands at the very beginning.</summary>
    private const int HeadBytes = 256;

    public static MediaProbe? Read(ProbeSource source)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        head = head[..source.ReadUpTo(0, head)];
        return IsWebVtt(head) ? Document(WebVtt)
            : FirstCue().IsMatch(Encoding.Latin1.GetString(WithoutMark(head))) ? Document(SubRip)
            : null;
    }

    public static bool IsWebVtt(ReadOnlySpan<byte> head)
    {
        var text = WithoutMark(head);
        return text.StartsWith("WEBVTT"u8)
            && (text.Length == 6 || text[6] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n');
    }

    private static MediaProbe Document(string type) => new() { Kind = MediaKind.Document, ContentType = type };

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? head[3..] : head;

    [GeneratedRegex(
        @"^\s*\d+\s*\r?\n\d{1,2}:\d{2}:\d{2}[,.]\d{1,3} --> \d{1,2}:\d{2}:\d{2}[,.]\d{1,3}",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex FirstCue();
}
