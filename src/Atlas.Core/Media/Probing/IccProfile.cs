using System.Buffers.Binary;
using System.Text;

namespace Atlas.Core.Media.Probing;

/// <summary>The name that an ICC profile gives itself, such as <c>Display P3</c>.</summary>
internal static class IccProfile
{
    private const int TagTable = 128;
    private const int MostTags = 100;

    /// <param name="profile">The profile, or its first part.</param>
    public static string? ReadName(ReadOnlySpan<byte> profile)
    {
        if (profile.Length < TagTable + 4)
        {
            return null;
        }

        var count = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(profile[TagTable..]), MostTags);
        for (var at = TagTable + 4; count > 0 && at + 12 <= profile.Length; at += 12, count--)
        {
            var tag = profile.Slice(at, 12);
            if (tag.StartsWith("desc"u8))
            {
                var offset = BinaryPrimitives.ReadUInt32BigEndian(tag[4..]);
                return offset < profile.Length ? Clean(ReadText(profile[(int)offset..])) : null;
            }
        }

        return null;
    }

    private static string? ReadText(ReadOnlySpan<byte> tag)
    {
        if (tag.StartsWith("desc"u8) && tag.Length > 12)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(tag[8..]), (uint)tag.Length - 12);
            return Encoding.Latin1.GetString(tag.Slice(12, Math.Min(length, 100)));
        }

        if (tag.StartsWith("mluc"u8) && tag.Length >= 28)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(tag[20..]);
            var offset = BinaryPrimitives.ReadUInt32BigEndian(tag[24..]);
            return offset <= tag.Length && length <= tag.Length - offset
                ? Encoding.BigEndianUnicode.GetString(tag.Slice((int)offset, (int)Math.Min(length, 200)))
                : null;
        }

        return null;
    }

    private static string? Clean(string? text)
    {
        var end = text?.IndexOf('\0') ?? -1;
        var name = (end >= 0 ? text![..end] : text)?.Trim();
        return string.IsNullOrEmpty(name) || name.Any(char.IsControl) ? null : name;
    }
}
