namespace Atlas.LocalRuntime.AzureClients.Tests.Surface;

/// <param name="Kind">As in <c>sealed class</c>.</param>
/// <param name="Bases">Base class and interfaces, as the listing writes them.</param>
internal sealed record ListedType(string Name, string Kind, IReadOnlyList<string> Bases)
{
    public List<string> Members { get; } = [];
}

/// <summary>surface.txt: <c>TYPE name kind : bases</c>, then a line per member, indented. <c>#</c> begins a comment.</summary>
internal static class SurfaceList
{
    private const string TypeMark = "TYPE ";

    public static IReadOnlyDictionary<string, ListedType> Read(string path)
    {
        Dictionary<string, ListedType> types = [];
        ListedType? current = null;
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith(TypeMark, StringComparison.Ordinal))
            {
                current = ReadType(line[TypeMark.Length..]);
                types.Add(current.Name, current);
            }
            else if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                (current ?? throw new InvalidDataException($"A member stands before the first type: {line}")).Members.Add(
                    line.Trim()
                );
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                throw new InvalidDataException($"surface.txt has a line that is neither type nor member nor comment: {line}");
            }
        }

        return types;
    }

    private static ListedType ReadType(string text)
    {
        var (head, bases) = text.Split(" : ", 2) is [var first, var rest] ? (first, rest) : (text, "");
        var name = head[..head.IndexOf(' ', StringComparison.Ordinal)];
        return new ListedType(name, head[(name.Length + 1)..], [.. bases.Split(", ", StringSplitOptions.RemoveEmptyEntries)]);
    }
}
