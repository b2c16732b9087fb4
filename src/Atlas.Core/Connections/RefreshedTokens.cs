using Atlas.Core.Platforms.Logins;

namespace Atlas.Core.Connections;

/// <summary>What a refresh makes of a channel's tokens: plain functions.</summary>
internal static class RefreshedTokens
{
    private static readonly TimeSpan s_sameEnd = TimeSpan.FromHours(12);

    /// <summary>What the network did not give again stays. The result is always the younger one, whatever clock stamped it.</summary>
    public static TokenSet Merge(TokenSet known, TokenSet granted) =>
        granted with
        {
            IssuedAt = granted.IssuedAt > known.IssuedAt ? granted.IssuedAt : known.IssuedAt.AddMilliseconds(1),
            Refresh = granted.Refresh ?? known.Refresh,
            RefreshExpiresAt = granted.Refresh is null
                ? granted.RefreshExpiresAt ?? known.RefreshExpiresAt
                : granted.RefreshExpiresAt,
            Owner = granted.Owner ?? known.Owner,
            OwnerExpiresAt = granted.Owner is null ? granted.OwnerExpiresAt ?? known.OwnerExpiresAt : granted.OwnerExpiresAt,
        };

    /// <summary>Whether the vault has to know: all but a new access token that lives for hours.</summary>
    public static bool ChangesWhatLasts(TokenSet known, TokenSet fresh, RefreshRule rule) =>
        rule.Rotates
        || rule.WithoutRefreshToken
        || known.Refresh?.Reveal() != fresh.Refresh?.Reveal()
        || known.Owner?.Reveal() != fresh.Owner?.Reveal()
        || HasMoved(known.RefreshExpiresAt, fresh.RefreshExpiresAt);

    /// <summary>Networks that say how long it still lasts say it anew each time: a few seconds' difference is none.</summary>
    private static bool HasMoved(DateTimeOffset? known, DateTimeOffset? fresh) =>
        known is null != fresh is null || (fresh - known)?.Duration() > s_sameEnd;

    public static TokenSet AccessOf(TokenSet tokens) => new(tokens.Access, tokens.IssuedAt, tokens.AccessExpiresAt);
}
