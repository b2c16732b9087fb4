using System.Globalization;

namespace Atlas.Core.Storage;

/// <summary>Instants as keys: UTC to the millisecond, ordinal order is time order.</summary>
public static class SortableTime
{
    private const string Pattern = "yyyyMMddHHmmssfff";
    private const int DayLength = 8;

    /// <summary>Written digit by digit: each sweep makes a key for every shard of every day.</summary>
    public static string Format(DateTimeOffset time) => string.Create(Pattern.Length, time.UtcDateTime, Write);

    /// <summary>The day alone: <c>yyyyMMdd</c>.</summary>
    public static string FormatDay(DateTimeOffset time) => string.Create(DayLength, time.UtcDateTime, WriteDay);

    public static DateTimeOffset Parse(ReadOnlySpan<char> text) =>
        new(DateTime.ParseExact(text, Pattern, CultureInfo.InvariantCulture, DateTimeStyles.None), TimeSpan.Zero);

    private static void Write(Span<char> key, DateTime time)
    {
        WriteDay(key, time);
        var ofDay = (int)(time.TimeOfDay.Ticks / TimeSpan.TicksPerMillisecond);
        WriteDigits(key[14..], 3, ofDay % 1000);
        ofDay /= 1000;
        WriteDigits(key[12..], 2, ofDay % 60);
        ofDay /= 60;
        WriteDigits(key[10..], 2, ofDay % 60);
        WriteDigits(key[DayLength..], 2, ofDay / 60);
    }

    private static void WriteDay(Span<char> key, DateTime time)
    {
        var (year, month, day) = DateOnly.FromDateTime(time);
        WriteDigits(key, 4, year);
        WriteDigits(key[4..], 2, month);
        WriteDigits(key[6..], 2, day);
    }

    private static void WriteDigits(Span<char> to, int count, int value)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            (value, var digit) = Math.DivRem(value, 10);
            to[i] = (char)('0' + digit);
        }
    }
}
