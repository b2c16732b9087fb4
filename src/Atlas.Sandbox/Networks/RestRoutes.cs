using System.Collections.Frozen;

namespace Atlas.Sandbox.Networks;

/// <summary>Finds the operation of a path. Parts written out go before values.</summary>
internal sealed class RestRoutes
{
    private readonly FrozenDictionary<string, Route[]> _byHost;

    public RestRoutes(IEnumerable<RestOperation> operations) =>
        _byHost = operations
            .Select(operation => new Route(operation))
            .OrderBy(route => route.Values)
            .GroupBy(route => route.Host)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());

    public RestOperation? Find(string method, string path, out IReadOnlyDictionary<string, string> values)
    {
        var parts = Split(path);
        foreach (var route in _byHost.GetValueOrDefault(parts[0]) ?? [])
        {
            if (route.Operation.Method == method && route.Match(parts) is { } found)
            {
                values = found;
                return route.Operation;
            }
        }

        values = FrozenDictionary<string, string>.Empty;
        return null;
    }

    private static string[] Split(string path) => path.TrimStart('/').Split('/');

    private sealed class Route
    {
        private readonly Part[] _parts;

        public Route(RestOperation operation)
        {
            Operation = operation;
            _parts = [.. Split(operation.Path).Select(Part.Parse)];
            Host = _parts[0].Start;
            Values = _parts.Sum(part =>
                part.Name is null ? 0
                : part.IsRest ? 100
                : 1
            );
        }

        public RestOperation Operation { get; }

        public string Host { get; }

        public int Values { get; }

        public Dictionary<string, string>? Match(string[] parts)
        {
            var isOpen = _parts[^1].IsRest;
            if (isOpen ? parts.Length < _parts.Length : parts.Length != _parts.Length)
            {
                return null;
            }

            for (var i = 0; i < _parts.Length; i++)
            {
                if (!_parts[i].IsRest && !_parts[i].Fits(parts[i]))
                {
                    return null;
                }
            }

            var values = new Dictionary<string, string>();
            for (var i = 0; i < _parts.Length; i++)
            {
                if (_parts[i] is { Name: { } name } part)
                {
                    values[name] = part.IsRest ? string.Join('/', parts[i..]) : part.Value(parts[i]);
                }
            }

            return values;
        }
    }

    private sealed record Part(string Start, string? Name, string End, bool IsRest)
    {
        public static Part Parse(string text)
        {
            var open = text.IndexOf('{');
            var close = text.IndexOf('}');
            if (open < 0 || close < open)
            {
                return new Part(text, null, "", IsRest: false);
            }

            var name = text[(open + 1)..close];
            return new Part(text[..open], name.TrimEnd('*'), text[(close + 1)..], name.EndsWith('*'));
        }

        public bool Fits(string part) =>
            Name is null
                ? part == Start
                : part.Length > Start.Length + End.Length && part.StartsWith(Start) && part.EndsWith(End);

        // A slash inside a value arrives encoded; everything else was decoded by the server.
        public string Value(string part) =>
            part[Start.Length..(part.Length - End.Length)].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
    }
}
