using System.Globalization;
using Atlas.LocalRuntime.Functions.Discovery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Atlas.LocalRuntime.Functions.Http;

/// <summary>
/// One function's route, compiled. Plain segments are compared in place; a segment that mixes text and parameters
/// leaves the whole template to ASP.NET Core's own matcher.
/// </summary>
internal sealed class FunctionRoute
{
    private readonly RouteSegment[] _segments;
    private readonly int _required;
    private readonly TemplateMatcher? _complex;
    private readonly KeyValuePair<string, IRouteConstraint>[] _constraints;
    private readonly string[] _methods;

    public FunctionRoute(int order, DiscoveredFunction function, string routePrefix, RouteConstraints constraints)
    {
        Order = order;
        Function = function;
        Trigger = (HttpFunctionTrigger)function.Trigger;
        _methods = Trigger.Attribute.Methods ?? [];
        Template = string.Join(
            '/',
            new[] { routePrefix, Trigger.Template }.Select(part => part.Trim('/')).Where(part => part.Length > 0)
        );
        var parsed = TemplateParser.Parse(Template);
        _constraints = constraints.Of(parsed, Template);
        _segments = [.. parsed.Segments.Select(RouteSegment.From)];
        _required = _segments.TakeWhile(segment => segment.IsRequired).Count();
        if (!parsed.Segments.All(segment => segment.IsSimple))
        {
            _complex = new TemplateMatcher(parsed, Defaults(parsed));
        }

        LiteralPrefix =
        [
            .. parsed
                .Segments.TakeWhile(segment => segment is { IsSimple: true, Parts: [{ IsLiteral: true }] })
                .Select(segment => segment.Parts[0].Text!),
        ];
    }

    /// <summary>Routes are tried in this order, whatever their shape.</summary>
    public int Order { get; }

    public DiscoveredFunction Function { get; }

    public HttpFunctionTrigger Trigger { get; }

    /// <summary>The route with the host's prefix, without a slash before it.</summary>
    public string Template { get; }

    public IReadOnlyList<string> LiteralPrefix { get; }

    public IReadOnlyList<RouteSegment> Segments => _segments;

    public bool Accepts(string method)
    {
        foreach (var accepted in _methods)
        {
            if (accepted.Equals(method, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return _methods.Length == 0;
    }

    public bool SharesMethodWith(FunctionRoute other) =>
        _methods.Length == 0 || other._methods.Length == 0 || _methods.Any(other.Accepts);

    /// <param name="values">The route values; null when the route has none.</param>
    public bool TryMatch(HttpContext? http, string path, ReadOnlySpan<Range> segments, out RouteValueDictionary? values)
    {
        values = null;
        if (_complex is not null)
        {
            values = [];
            return _complex.TryMatch(path, values) && Satisfied(http, values);
        }

        if (segments.Length < _required || !LiteralsMatch(path, segments))
        {
            return false;
        }

        for (var i = 0; i < _segments.Length; i++)
        {
            if (_segments[i] is { ParameterName: { } name } segment)
            {
                values ??= [];
                var text =
                    i >= segments.Length ? null
                    : segment.IsCatchAll ? path[segments[i].Start..]
                    : path[segments[i]];
                if (string.IsNullOrEmpty(text))
                {
                    // A segment left out, or an empty one: only what is optional may be so.
                    if (segment.IsRequired)
                    {
                        return false;
                    }

                    if (segment.Default is not null || segment.IsCatchAll)
                    {
                        values[name] = segment.Default;
                    }
                }
                else
                {
                    values[name] = text;
                }
            }
        }

        return Satisfied(http, values);
    }

    private bool LiteralsMatch(string path, ReadOnlySpan<Range> segments)
    {
        for (var i = 0; i < segments.Length; i++)
        {
            if (i >= _segments.Length)
            {
                return false; // the path is longer than the route
            }

            if (_segments[i].IsCatchAll)
            {
                return true;
            }

            if (
                _segments[i].Literal is { } literal
                && !path.AsSpan(segments[i]).Equals(literal, StringComparison.OrdinalIgnoreCase)
            )
            {
                return false;
            }
        }

        return true;
    }

    private bool Satisfied(HttpContext? http, RouteValueDictionary? values)
    {
        foreach (var (name, constraint) in _constraints)
        {
            if (!constraint.Match(http, route: null, name, values!, RouteDirection.IncomingRequest))
            {
                return false;
            }
        }

        return true;
    }

    private static RouteValueDictionary Defaults(RouteTemplate template)
    {
        var defaults = new RouteValueDictionary();
        foreach (var parameter in template.Parameters.Where(parameter => parameter.DefaultValue is not null))
        {
            defaults[parameter.Name!] = Convert.ToString(parameter.DefaultValue, CultureInfo.InvariantCulture);
        }

        return defaults;
    }
}
