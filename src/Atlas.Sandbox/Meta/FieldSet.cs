using System.Collections.Concurrent;

namespace Atlas.Sandbox.Meta;

/// <summary>The <c>fields</c> parameter: <c>id,from{id,username},replies.limit(3){text}</c>.</summary>
internal sealed class FieldSet
{
    private const int MaxCached = 512;

    private static readonly ConcurrentDictionary<string, FieldSet> Cache = new();

    private readonly List<Field> _fields = [];

    public IReadOnlyList<Field> Fields => _fields;

    public static FieldSet Parse(string text)
    {
        if (Cache.TryGetValue(text, out var known))
        {
            return known;
        }

        var at = 0;
        var parsed = Read(text, ref at);
        if (Cache.Count < MaxCached)
        {
            Cache[text] = parsed;
        }

        return parsed;
    }

    private static FieldSet Read(string text, ref int at)
    {
        var set = new FieldSet();
        while (at < text.Length && text[at] is not '}')
        {
            var start = at;
            while (at < text.Length && text[at] is not (',' or '{' or '}' or '.'))
            {
                at++;
            }

            var name = text[start..at].Trim();
            var limit = 0;
            while (at < text.Length && text[at] is '.')
            {
                limit = ReadModifier(text, ref at) ?? limit;
            }

            FieldSet? inner = null;
            if (at < text.Length && text[at] is '{')
            {
                at++;
                inner = Read(text, ref at);
                at++; // the closing brace
            }

            if (name.Length > 0)
            {
                set._fields.Add(new Field(name, limit, inner));
            }

            while (at < text.Length && text[at] is ',' or ' ')
            {
                at++;
            }
        }

        return set;
    }

    // ".limit(3)" gives 3; other modifiers, such as ".summary(true)", are read over.
    private static int? ReadModifier(string text, ref int at)
    {
        var start = at;
        var end = text.IndexOf(')', at);
        at = end < 0 ? text.Length : end + 1;
        var modifier = text[start..at];
        return modifier.StartsWith(".limit(") && int.TryParse(modifier[7..^1], out var limit) ? limit : null;
    }

    /// <param name="Name">As the network calls it.</param>
    /// <param name="Limit">0 is the network's default.</param>
    /// <param name="Inner">The fields asked for on what it points to.</param>
    internal sealed record Field(string Name, int Limit, FieldSet? Inner);
}
