using Atlas.LocalRuntime.Functions.Discovery;
using Atlas.LocalRuntime.Functions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.LocalRuntime.Functions;

/// <summary>What one HTTP function answers to, for tests that compare an app with its contract.</summary>
/// <param name="Template">The whole route with the host's prefix and its constraints, without a slash before it.</param>
/// <param name="Methods">The methods as written in the attribute; empty when the function takes all.</param>
public sealed record HttpRoute(string Function, string Template, IReadOnlyList<string> Methods, AuthorizationLevel AuthLevel)
{
    /// <summary>The routes of these types' functions, in the order in which they are tried.</summary>
    public static IReadOnlyList<HttpRoute> Of(IEnumerable<Type> functionTypes, string routePrefix = "api") =>
        [
            .. Read(functionTypes, routePrefix)
                .Select(route => new HttpRoute(
                    route.Function.Name,
                    route.Template,
                    route.Trigger.Attribute.Methods ?? [],
                    route.Trigger.Attribute.AuthLevel
                )),
        ];

    internal static IReadOnlyList<FunctionRoute> Read(IEnumerable<Type> functionTypes, string routePrefix)
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        return new RouteTable(FunctionDiscovery.Find(functionTypes), routePrefix, services).Routes;
    }
}
