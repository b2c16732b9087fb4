namespace Atlas.LocalRuntime.Functions.Http;

/// <summary>Looks for a path that two routes both take, by building likely ones and asking both matchers.</summary>
internal static class OverlapSearch
{
    // One value for each kind of inline constraint, and a plain word.
    private static readonly string[] s_samples =
    [
        "x",
        "word",
        "1",
        "42",
        "true",
        "2026-01-31",
        "1.5",
        "0197f3a0-0000-7000-8000-000000000001",
        "file.txt",
        "0123456789abcdef0123456789abcdef",
    ];

    public static string? CommonPath(FunctionRoute first, FunctionRoute second)
    {
        for (var length = 0; length <= Math.Max(first.Segments.Count, second.Segments.Count); length++)
        {
            if (!Fits(first, length) || !Fits(second, length))
            {
                continue;
            }

            foreach (var path in Paths(first, second, length))
            {
                if (Takes(first, path) && Takes(second, path))
                {
                    return path;
                }
            }
        }

        return null;
    }

    private static bool Fits(FunctionRoute route, int length) =>
        length >= route.Segments.TakeWhile(segment => segment.IsRequired).Count()
        && (length <= route.Segments.Count || route.Segments is [.., { IsCatchAll: true }]);

    /// <summary>
    /// Every way to fill the positions where neither route has text, up to three such positions; later ones repeat the
    /// third, which constraints on routes of this size never tell apart.
    /// </summary>
    private static IEnumerable<string> Paths(FunctionRoute first, FunctionRoute second, int length)
    {
        var texts = new string?[length];
        for (var i = 0; i < length; i++)
        {
            var (left, right) = (At(first, i), At(second, i));
            if (left?.Literal is { } a && right?.Literal is { } b && !a.Equals(b, StringComparison.OrdinalIgnoreCase))
            {
                return [];
            }

            texts[i] = left?.Literal ?? right?.Literal ?? left?.Sample ?? right?.Sample;
        }

        IEnumerable<string[]> fillings =
        [
            [],
        ];
        for (var free = Math.Min(3, texts.Count(text => text is null)); free > 0; free--)
        {
            fillings = fillings.SelectMany(_ => s_samples, (filling, sample) => (string[])[.. filling, sample]);
        }

        return fillings.Select(filling => Fill(texts, filling));
    }

    private static string Fill(string?[] texts, string[] filling)
    {
        var next = 0;
        return $"/{string.Join('/', texts.Select(text => text ?? filling[Math.Min(next++, filling.Length - 1)]))}";
    }

    private static RouteSegment? At(FunctionRoute route, int position) =>
        position < route.Segments.Count ? route.Segments[position] : null;

    private static bool Takes(FunctionRoute route, string path)
    {
        Span<Range> buffer = stackalloc Range[path.Count(c => c == '/') + 1];
        return route.TryMatch(http: null, path, RouteTable.Split(path, buffer), out _);
    }
}
