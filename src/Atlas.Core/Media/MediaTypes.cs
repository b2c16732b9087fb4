using Atlas.Core.Media.Probing;

namespace Atlas.Core.Media;

/// <summary>Content types as senders write them.</summary>
internal static class MediaTypes
{
    public const string Unknown = "application/octet-stream";

    /// <summary>The one name of a type: without parameters, in lower case, aliases resolved. Null where nothing was declared.</summary>
    public static string? Normalize(string? declared)
    {
        var name = declared?.Split(';')[0].Trim().ToLowerInvariant();
        return name switch
        {
            null or "" or Unknown or "binary/octet-stream" or "application/x-www-form-urlencoded" => null,
            "image/jpg" or "image/pjpeg" => "image/jpeg",
            "image/x-png" => "image/png",
            "video/x-m4v" or "video/m4v" => "video/mp4",
            "image/apng" => "image/png",
            "text/srt" or "application/srt" or "application/x-srt" or "text/x-subrip" => "application/x-subrip",
            "text/plain" => null, // how many clients send a file of subtitles: its content decides
            _ => name,
        };
    }

    /// <summary>
    /// What the first bytes look like, for the store to serve the file by before it is probed. A guess: the probe decides.
    /// </summary>
    public static string Guess(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return "image/jpeg";
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]))
        {
            return "image/png";
        }

        if (head.StartsWith("GIF8"u8))
        {
            return "image/gif";
        }

        if (head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("WEBP"u8))
        {
            return "image/webp";
        }

        if (SubtitleText.IsWebVtt(head))
        {
            return SubtitleText.WebVtt;
        }

        if (head.StartsWith("%PDF-"u8))
        {
            return "application/pdf";
        }

        return head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8)
            ? head[8..12].SequenceEqual("qt  "u8)
                ? "video/quicktime"
                : "video/mp4"
            : Unknown;
    }
}
