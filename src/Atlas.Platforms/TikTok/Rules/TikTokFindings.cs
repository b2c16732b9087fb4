using Atlas.Core.Platforms;

namespace Atlas.Platforms.TikTok.Rules;

/// <summary>Collects what the rules find; each finding names the page that states its rule.</summary>
internal sealed class TikTokFindings
{
    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> All => _findings;

    public void Error(
        string field,
        string rule,
        string message,
        string? limit = null,
        string? actual = null,
        string source = TikTokErrors.DirectPage,
        Repair? repair = null
    ) => _findings.Add(new Finding(FindingSeverity.Error, field, $"tiktok.{rule}", limit, actual, message, source, repair));

    public void Warn(
        string field,
        string rule,
        string message,
        string? limit = null,
        string? actual = null,
        string source = TikTokErrors.DirectPage
    ) => _findings.Add(new Finding(FindingSeverity.Warning, field, $"tiktok.{rule}", limit, actual, message, source));
}
