using System.Text.Json.Serialization;

namespace Atlas.Core.Platforms;

/// <summary>One thing that a network's rules say about content: shown by validate, and an error stops scheduling and claiming.</summary>
/// <param name="Field">JSON path in the content: <c>text</c>, <c>media[2]</c>, <c>options.coverUrl</c>.</param>
/// <param name="Rule">A stable name such as <c>instagram.caption.length</c>.</param>
/// <param name="Limit">The rule's number or set, as text with its unit: <c>2200 characters</c>.</param>
/// <param name="Actual">What the content has, likewise.</param>
/// <param name="Message">A sentence for a person: what is wrong and what to do.</param>
/// <param name="Source">The page or document section that states the rule.</param>
/// <param name="Repair">How a medium that breaks the rule can be mended; null where only a person can.</param>
public sealed record Finding(
    FindingSeverity Severity,
    string Field,
    string Rule,
    string? Limit,
    string? Actual,
    string Message,
    string Source,
    Repair? Repair = null
);

/// <summary>What would make the medium fit: exactly what to convert it to.</summary>
/// <param name="Target">With units: <c>1080 × 1350 px</c>, <c>H.264, at most 60 frames per second</c>.</param>
public sealed record Repair(RepairKind Kind, string Target);

[JsonConverter(typeof(CamelCaseEnumConverter<RepairKind>))]
public enum RepairKind
{
    /// <summary>Make it smaller or larger, keeping its ratio.</summary>
    Resize,

    /// <summary>Cut or pad it to another ratio.</summary>
    Crop,

    /// <summary>Another format, codec, frame rate or bit rate.</summary>
    Convert,

    /// <summary>Make a video shorter.</summary>
    Trim,

    /// <summary>Make a file smaller at the same size in pixels.</summary>
    Compress,
}

[JsonConverter(typeof(CamelCaseEnumConverter<FindingSeverity>))]
public enum FindingSeverity
{
    /// <summary>The network would refuse it.</summary>
    Error,

    /// <summary>It goes out, but not as the author may think.</summary>
    Warning,
}
