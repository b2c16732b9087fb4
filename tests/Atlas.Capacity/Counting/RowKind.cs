namespace Atlas.Capacity.Counting;

/// <summary>What kind of row a key is of: its words, without its ids and times.</summary>
internal static class RowKind
{
    private const int LongestWord = 15;

    public static string Of(string partition, string key)
    {
        var place = string.Join(':', Words(partition).Take(2)); // what follows in a system partition's name spreads its rows
        return string.Join(':', Words(key)) switch
        {
            "" => place,
            var words when place.Length == 0 => words,
            var words => $"{place}/{words}",
        };
    }

    private static IEnumerable<string> Words(string key) =>
        key.Split(':').TakeWhile(word => word.Length is > 1 and <= LongestWord && !char.IsAsciiDigit(word[0]));
}
