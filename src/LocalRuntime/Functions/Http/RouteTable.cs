using Atlas.LocalRuntime.Functions.Discovery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atlas.LocalRuntime.Functions.Http;

/// <summary>
/// Finds a request's function as the real host does: the first route that matches, in order of function names, however
/// specific another may be. A tree of the routes' literal beginnings narrows down which of them are tried at all.
/// </summary>
internal sealed class RouteTable
{
    private const int MaxSegments = 64;

    private readonly Node _root = new();

    public RouteTable(IReadOnlyList<DiscoveredFunction> functions, string routePrefix, IServiceProvider services)
    {
        var constraints = new RouteConstraints(services);
        Routes =
        [
            .. functions
                .Where(function => function.Trigger is HttpFunctionTrigger)
                .Select((function, order) => new FunctionRoute(order, function, routePrefix, constraints)),
        ];
        foreach (var route in Routes)
        {
            route.LiteralPrefix.Aggregate(_root, (node, literal) => node.Child(literal)).Own.Add(route);
        }

        _root.Inherit([]);
    }

    public IReadOnlyList<FunctionRoute> Routes { get; }

    public FunctionRoute? Find(HttpContext http, out RouteValueDictionary? values)
    {
        var path = http.Request.Path.Value ?? "";
        Span<Range> buffer = stackalloc Range[MaxSegments];
        var segments = Split(path, buffer);
        var node = _root;
        foreach (var segment in segments)
        {
            if (!node.TryGetChild(path.AsSpan(segment), out var child))
            {
                break;
            }

            node = child;
        }

        foreach (var route in node.Candidates)
        {
            if (route.Accepts(http.Request.Method) && route.TryMatch(http, path, segments, out values))
            {
                return route;
            }
        }

        values = null;
        return null;
    }

    /// <summary>The path's segments; a slash at its end counts for nothing, as in ASP.NET Core.</summary>
    internal static ReadOnlySpan<Range> Split(string path, Span<Range> buffer)
    {
        var count = 0;
        var start = path.StartsWith('/') ? 1 : 0;
        while (start < path.Length && count < buffer.Length)
        {
            var slash = path.IndexOf('/', start);
            var end = slash < 0 || count == buffer.Length - 1 ? path.Length : slash;
            buffer[count++] = start..end;
            start = end + 1;
        }

        return buffer[..count];
    }

    private sealed class Node
    {
        private readonly Dictionary<string, Node> _children = new(StringComparer.OrdinalIgnoreCase);

        public List<FunctionRoute> Own { get; } = [];

        /// <summary>What can match a path that leaves the tree here: routes of this node and of those above it.</summary>
        public FunctionRoute[] Candidates { get; private set; } = [];

        public Node Child(string literal) =>
            _children.TryGetValue(literal, out var child) ? child : _children[literal] = new Node();

        public bool TryGetChild(ReadOnlySpan<char> literal, out Node child) =>
            _children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(literal, out child!);

        public void Inherit(FunctionRoute[] above)
        {
            Candidates = [.. above.Concat(Own).OrderBy(route => route.Order)];
            foreach (var child in _children.Values)
            {
                child.Inherit(Candidates);
            }
        }
    }
}
