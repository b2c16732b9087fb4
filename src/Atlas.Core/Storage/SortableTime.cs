using System.Globalization;

namespace Atlas.Core.Storage;

/// <summary>Instants as keys: UTC to the millisecond, ordinal order is time order.</summary>
public static class SortableTime
{
    private const string Pattern = "yyyyMMddHHmmssfff";

    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Pattern, CultureInfo.InvariantCulture);

    public static DateTimeOffset Parse(ReadOnlySpan<char> text) =>
        new(DateTime.ParseExact(text, Pattern, CultureInfo.InvariantCulture, DateTimeStyles.None), TimeSpan.Zero);
}
