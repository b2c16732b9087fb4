using System.Text.Json.Serialization;

namespace Atlas.Core.Platforms;

/// <summary>One thing that a network's rules say about content: shown by validate, and an error stops scheduling and claiming.</summary>
/// <param name="Field">JSON path in the content: <c>text</c>, <c>media[2]</c>, <c>options.coverUrl</c>.</param>
/// <param name="Rule">A stable name such as <c>instagram.caption.length</c>.</param>
/// <param name="Limit">The rule's number or set, as text with its unit: <c>2200 characters</c>.</param>
/// <param name="Actual">What the content has, likewise.</param>
/// <param name="Message">A sentence for a person: what is wrong and what to do.</param>
/// <param name="Source">The page or document section that states the rule.</param>
public sealed record Finding(
    FindingSeverity Severity,
    string Field,
    string Rule,
    string? Limit,
    string? Actual,
    string Message,
    string Source
);

[JsonConverter(typeof(CamelCaseEnumConverter<FindingSeverity>))]
public enum FindingSeverity
{
    /// <summary>The network would refuse it.</summary>
    Error,

    /// <summary>It goes out, but not as the author may think.</summary>
    Warning,
}
