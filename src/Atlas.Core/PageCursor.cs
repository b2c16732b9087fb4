using System.Buffers.Text;
using System.Text;

namespace Atlas.Core;

/// <summary>Where a list goes on, as callers see it: text without a meaning for them.</summary>
public static class PageCursor
{
    private const int MaxLength = 128;

    public static string? Encode(string? position) =>
        position is null ? null : Base64Url.EncodeToString(Encoding.ASCII.GetBytes(position));

    /// <returns>False for text that no list has given out.</returns>
    public static bool TryDecode(string cursor, out string position)
    {
        position = "";
        if (cursor.Length is 0 or > MaxLength || !Base64Url.IsValid(cursor))
        {
            return false;
        }

        var text = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor));
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigitLower(c) && c != ':')
            {
                return false;
            }
        }

        position = text;
        return text.Length > 0;
    }
}
