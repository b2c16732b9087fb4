using System.Buffers;
using System.Text;

namespace Atlas.Storage.Sqlite;

/// <summary>
/// Text as bytes whose order is the ordinal order of its UTF-16: each code unit by itself in the manner of UTF-8 (CESU-8).
/// Plain UTF-8 would sort U+FFFD before U+1F600, which ordinal comparison does not, and loses a lone surrogate such as the end of a range.
/// </summary>
internal static class OrdinalText
{
    public const int MaxBytesPerChar = 3;

    public static int Encode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (Ascii.FromUtf16(text, bytes, out var written) == OperationStatus.Done)
        {
            return written;
        }

        written = 0;
        foreach (var c in text)
        {
            if (c < 0x80)
            {
                bytes[written++] = (byte)c;
            }
            else if (c < 0x800)
            {
                bytes[written++] = (byte)(0xC0 | (c >> 6));
                bytes[written++] = (byte)(0x80 | (c & 0x3F));
            }
            else
            {
                bytes[written++] = (byte)(0xE0 | (c >> 12));
                bytes[written++] = (byte)(0x80 | ((c >> 6) & 0x3F));
                bytes[written++] = (byte)(0x80 | (c & 0x3F));
            }
        }

        return written;
    }

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes))
        {
            return Encoding.ASCII.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        for (var i = 0; i < bytes.Length; )
        {
            var lead = bytes[i];
            var (unit, length) = lead switch
            {
                < 0x80 => (lead, 1),
                < 0xE0 => (((lead & 0x1F) << 6) | (bytes[i + 1] & 0x3F), 2),
                _ => (((lead & 0x0F) << 12) | ((bytes[i + 1] & 0x3F) << 6) | (bytes[i + 2] & 0x3F), 3),
            };
            text.Append((char)unit);
            i += length;
        }

        return text.ToString();
    }
}
