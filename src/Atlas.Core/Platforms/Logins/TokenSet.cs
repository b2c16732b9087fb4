using Atlas.Core.Channels;

namespace Atlas.Core.Platforms.Logins;

/// <summary>The tokens of one channel.</summary>
/// <param name="AccessExpiresAt">Null where the network states no end.</param>
/// <param name="Refresh">Null where the access token itself is refreshed, or nothing is.</param>
/// <param name="Owner">The person's own token, where <paramref name="Access"/> is one that was made from it (a Page's): revoking and re-reading need it.</param>
public sealed record TokenSet(
    Secret Access,
    DateTimeOffset IssuedAt,
    DateTimeOffset? AccessExpiresAt = null,
    Secret? Refresh = null,
    DateTimeOffset? RefreshExpiresAt = null,
    Secret? Owner = null,
    DateTimeOffset? OwnerExpiresAt = null
)
{
    /// <summary>When a person has to consent again, whatever we do; null where never.</summary>
    public DateTimeOffset? NeedsPersonAt(RefreshRule? rule) =>
        rule is null ? AccessExpiresAt
        : rule.WithoutRefreshToken ? AccessExpiresAt
        : Refresh is null ? AccessExpiresAt
        : RefreshExpiresAt;
}
