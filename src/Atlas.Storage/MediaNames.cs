using System.Buffers;

namespace Atlas.Storage;

/// <summary>The rule for names of media, kept by every store: what is safe as a path is safe as a blob's name.</summary>
internal static class MediaNames
{
    private const int MaxLength = 255;
    private static readonly SearchValues<char> s_allowed = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz-./");

    /// <exception cref="ArgumentException">A segment is empty, starts with a dot (so neither "..", nor hidden) or has another character.</exception>
    public static void Check(string name)
    {
        if (name.Length is 0 or > MaxLength || name.AsSpan().ContainsAnyExcept(s_allowed))
        {
            throw new ArgumentException(
                $"A media name has 1 to {MaxLength} characters of 0-9, a-z, '-', '.' and '/'.",
                nameof(name)
            );
        }

        foreach (var segment in name.AsSpan().Split('/'))
        {
            if (name.AsSpan(segment) is [] or ['.', ..] or [.., '.'])
            {
                throw new ArgumentException("No segment of a media name is empty, or starts or ends with a dot.", nameof(name));
            }
        }
    }
}
