using Atlas.LocalRuntime.Functions.Http;

namespace Atlas.LocalRuntime.Functions;

/// <summary>
/// Two functions whose routes both take a path. Which of them answers hangs on their names, since the host takes the
/// first match in that order, so an app does best to have none.
/// </summary>
/// <param name="First">The function that answers.</param>
/// <param name="Second">The function that the request never reaches.</param>
/// <param name="Example">A path that both take.</param>
public sealed record RouteOverlap(string First, string FirstRoute, string Second, string SecondRoute, string Example)
{
    /// <summary>The overlaps among the HTTP functions of these types.</summary>
    /// <param name="functionTypes">Classes with functions; other types are passed over.</param>
    /// <param name="routePrefix">As in host.json.</param>
    public static IReadOnlyList<RouteOverlap> Find(IEnumerable<Type> functionTypes, string routePrefix = "api")
    {
        var routes = HttpRoute.Read(functionTypes, routePrefix);
        return
        [
            .. from first in routes
            from second in routes
            where first.Order < second.Order && first.SharesMethodWith(second)
            let example = OverlapSearch.CommonPath(first, second)
            where example is not null
            select new RouteOverlap(first.Function.Name, first.Template, second.Function.Name, second.Template, example),
        ];
    }
}
