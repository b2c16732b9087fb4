using Microsoft.AspNetCore.Routing.Template;

namespace Atlas.LocalRuntime.Functions.Http;

/// <param name="Sample">For a segment that mixes text and parameters: something it takes.</param>
internal sealed record RouteSegment(
    string? Literal,
    string? ParameterName,
    bool IsCatchAll,
    bool IsRequired,
    object? Default,
    string? Sample
)
{
    public static RouteSegment From(TemplateSegment segment) =>
        segment switch
        {
            { IsSimple: true, Parts: [{ IsLiteral: true } text] } => new(text.Text, null, false, true, null, null),
            { IsSimple: true, Parts: [var parameter] } => new(
                null,
                parameter.Name,
                parameter.IsCatchAll,
                !parameter.IsOptional && !parameter.IsCatchAll && parameter.DefaultValue is null,
                parameter.DefaultValue,
                null
            ),
            _ => new(null, null, false, true, null, string.Concat(segment.Parts.Select(part => part.Text ?? "x"))),
        };
}
