using Atlas.Core.Platforms;

namespace Atlas.Platforms.LinkedIn.Rules;

/// <summary>Collects what the rules find; each finding names the page that states its rule.</summary>
internal sealed class LinkedInFindings
{
    public const string PostsPage = "LinkedIn Community Management: Posts API";
    public const string ImagesPage = "LinkedIn Community Management: Images API";
    public const string MultiImagePage = "LinkedIn Community Management: MultiImage API";
    public const string VideosPage = "LinkedIn Community Management: Videos API";
    public const string DocumentsPage = "LinkedIn Community Management: Documents API";
    public const string CommentsPage = "LinkedIn Community Management: Comments API";
    public const string LittleTextPage = "LinkedIn Community Management: little Text Format";

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
    ) => (_findings ??= []).Add(new Finding(severity, field, $"linkedin.{rule}", limit, actual, message, source));
}
