using Atlas.Core.Platforms;

namespace Atlas.Platforms.X.Rules;

/// <summary>Collects what the rules find; each finding names the page that states its rule.</summary>
internal sealed class XFindings
{
    public const string PostsPage = "X API: Create Post";
    public const string CountingPage = "X: Counting Characters";
    public const string MediaPage = "X API: Media Best Practices";

    private List<Finding>? _findings;

    public IReadOnlyList<Finding> All => _findings ?? (IReadOnlyList<Finding>)[];

    public void Error(
        string field,
        string rule,
        string message,
        string? limit = null,
        string? actual = null,
        string source = PostsPage
    ) => Add(FindingSeverity.Error, field, rule, message, limit, actual, source);

    public void Warn(
        string field,
        string rule,
        string message,
        string? limit = null,
        string? actual = null,
        string source = PostsPage
    ) => Add(FindingSeverity.Warning, field, rule, message, limit, actual, source);

    private void Add(
        FindingSeverity severity,
        string field,
        string rule,
        string message,
        string? limit,
        string? actual,
        string source
    ) => (_findings ??= []).Add(new Finding(severity, field, $"x.{rule}", limit, actual, message, source));
}
