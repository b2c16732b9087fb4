using System.Buffers;
using Azure;

namespace Atlas.Storage.AzureTables;

internal static class RowTags
{
    private const string Opening = "W/\"datetime'";
    private const string Closing = "'\"";

    private static readonly SearchValues<char> s_allowed = SearchValues.Create("0123456789-%:.TZA");

    /// <summary>Well formed, and older than the service: no row has it.</summary>
    private static readonly ETag s_none = new($"{Opening}1601-01-01T00%3A00%3A00.0000000Z{Closing}");

    /// <summary>
    /// The tag as a condition. One that the service can't have given becomes one that no row has, since sent as it is it would be
    /// refused as bad input, or, were it <c>*</c>, match every row.
    /// </summary>
    public static ETag ToETag(string? tag) =>
        tag is not null
        && tag.Length > Opening.Length + Closing.Length
        && tag.StartsWith(Opening, StringComparison.Ordinal)
        && tag.EndsWith(Closing, StringComparison.Ordinal)
        && tag.AsSpan(Opening.Length, tag.Length - Opening.Length - Closing.Length).IndexOfAnyExcept(s_allowed) < 0
            ? new ETag(tag)
            : s_none;
}
