using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.Options;

namespace Atlas.LocalRuntime.Functions.Http;

/// <summary>ASP.NET Core's inline constraints (<c>int</c>, <c>guid</c>, <c>regex(…)</c> and the rest).</summary>
internal sealed class RouteConstraints
{
    private readonly DefaultInlineConstraintResolver _resolver;

    public RouteConstraints(IServiceProvider services)
    {
        var options = new RouteOptions();
        options.SetParameterPolicy<RegexInlineRouteConstraint>("regex"); // left out of the default map for size
        _resolver = new DefaultInlineConstraintResolver(Options.Create(options), services);
    }

    public KeyValuePair<string, IRouteConstraint>[] Of(RouteTemplate template, string displayName)
    {
        var builder = new RouteConstraintBuilder(_resolver, displayName);
        foreach (var parameter in template.Parameters)
        {
            if (parameter.IsOptional)
            {
                builder.SetOptional(parameter.Name!);
            }

            foreach (var constraint in parameter.InlineConstraints)
            {
                builder.AddResolvedConstraint(parameter.Name!, constraint.Constraint);
            }
        }

        return [.. builder.Build()];
    }
}
