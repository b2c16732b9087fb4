using Atlas.Core.Platforms;

namespace Atlas.Platforms.Rules;

/// <summary>Collects what a network's rules find; each finding names the page that states its rule.</summary>
/// <param name="network">Begins the name of every rule.</param>
/// <param name="page">The page that states most of the rules.</param>
internal sealed class RuleFindings(string network, string page)
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
        string? source
    ) => (_findings ??= []).Add(new Finding(severity, field, $"{network}.{rule}", limit, actual, message, source ?? page));
}
