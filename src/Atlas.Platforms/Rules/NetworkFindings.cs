using Atlas.Core.Platforms;

namespace Atlas.Platforms.Rules;

/// <summary>Collects what a network's rules find; each finding names the page that states its rule.</summary>
/// <param name="network">The first part of every rule's name: <c>threads</c>.</param>
/// <param name="usualSource">The page of rules that name no other.</param>
internal sealed class NetworkFindings(string network, string usualSource)
{
    private List<Finding>? _findings;

    public IReadOnlyList<Finding> All => _findings ?? (IReadOnlyList<Finding>)[];

    public void Error(
        string field,
        string rule,
        string message,
        string? limit = null,
        string? actual = null,
        string? source = null
    ) => Add(FindingSeverity.Error, field, rule, message, limit, actual, source);

    /// <param name="repair">What to convert the medium to, where the network's own numbers say it exactly.</param>
    public void Error(string field, string rule, string message, string? limit, string? actual, string? source, Repair? repair) =>
        Add(FindingSeverity.Error, field, rule, message, limit, actual, source, repair);

    public void Warn(
        string field,
        string rule,
        string message,
        string? limit = null,
        string? actual = null,
        string? source = null
    ) => Add(FindingSeverity.Warning, field, rule, message, limit, actual, source);

    private void Add(
        FindingSeverity severity,
        string field,
        string rule,
        string message,
        string? limit,
        string? actual,
        string? source,
        Repair? repair = null
    ) =>
        (_findings ??= []).Add(
            new Finding(severity, field, $"{network}.{rule}", limit, actual, message, source ?? usualSource, repair)
        );
}
