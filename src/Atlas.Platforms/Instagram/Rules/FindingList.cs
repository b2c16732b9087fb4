using Atlas.Core.Platforms;

namespace Atlas.Platforms.Instagram.Rules;

/// <summary>Collects what the rules find; each finding names the page that states its rule.</summary>
internal sealed class FindingList
{
    public const string MediaPage = "Instagram Platform: IG User Media";
    public const string PublishingGuide = "Instagram Platform: Content Publishing";
    public const string ErrorPage = "Instagram Platform: Error Codes";

    private List<Finding>? _findings;

    public IReadOnlyList<Finding> All => _findings ?? (IReadOnlyList<Finding>)[];

    public void Error(
        string field,
        string rule,
        string message,
        string? limit = null,
        string? actual = null,
        string source = MediaPage
    ) => Add(FindingSeverity.Error, field, rule, message, limit, actual, source);

    public void Warn(
        string field,
        string rule,
        string message,
        string? limit = null,
        string? actual = null,
        string source = MediaPage
    ) => Add(FindingSeverity.Warning, field, rule, message, limit, actual, source);

    private void Add(
        FindingSeverity severity,
        string field,
        string rule,
        string message,
        string? limit,
        string? actual,
        string source
    ) => (_findings ??= []).Add(new Finding(severity, field, $"instagram.{rule}", limit, actual, message, source));
}
