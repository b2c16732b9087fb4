using System.Globalization;
using System.Text;

namespace Atlas.LocalRuntime.Tables;

/// <summary>Makes a filter of an interpolated string whose values are quoted and escaped as OData literals.</summary>
internal static class ODataFilter
{
    public static string? Create(FormattableString? filter)
    {
        if (filter is null)
        {
            return null;
        }

        var literals = filter.GetArguments().Select(Literal).ToArray<object?>();
        return string.Format(CultureInfo.InvariantCulture, filter.Format, literals);
    }

    /// <summary>A key or text as it stands between single quotes.</summary>
    public static string Escape(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private static string Literal(object? value) =>
        value switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            long or ulong => FormattableString.Invariant($"{value}L"),
            sbyte or byte or short or ushort or int or uint or float or double or decimal => FormattableString.Invariant(
                $"{value}"
            ),
            Guid guid => $"guid'{guid}'",
            byte[] bytes => $"X'{Convert.ToHexStringLower(bytes)}'",
            BinaryData data => $"X'{Convert.ToHexStringLower(data.ToMemory().Span)}'",
            DateTimeOffset time => $"datetime'{TableTime.Format(time)}'",
            DateTime time => $"datetime'{TableTime.Format(new DateTimeOffset(time.ToUniversalTime()))}'",
            string or char or StringBuilder => $"'{Escape(value.ToString()!)}'",
            _ => throw new ArgumentException($"A value of the type {value.GetType()} is no OData literal.", nameof(value)),
        };
}
