namespace Atlas.Platforms.Bluesky;

/// <summary>
/// The key of a record: microseconds since 1970 and ten bits to tell clocks apart, in an alphabet that sorts by time. We choose
/// it before we create the record, so that we can ask by it whether the record is there.
/// </summary>
/// <seealso href="https://atproto.com/specs/tid"/>
internal static class Tid
{
    private const string Alphabet = "234567abcdefghijklmnopqrstuvwxyz";
    private const int Letters = 13;

    public static string Of(DateTimeOffset time, int clock)
    {
        var number = ((time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond << 10) | ((long)clock & 0x3FF);
        return string.Create(
            Letters,
            number,
            static (text, rest) =>
            {
                for (var i = text.Length - 1; i >= 0; i--)
                {
                    text[i] = Alphabet[(int)(rest & 31)];
                    rest >>= 5;
                }
            }
        );
    }
}
