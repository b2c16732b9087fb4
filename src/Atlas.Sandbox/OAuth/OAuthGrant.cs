using System.Collections.Frozen;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.OAuth;

/// <summary>What one person granted one app. All tokens that came from it end with it.</summary>
internal sealed class OAuthGrant(string ownerId, DeveloperApp app, IEnumerable<string> scopes, IEnumerable<string> declined)
{
    private readonly FrozenSet<string> _scopes = scopes.ToFrozenSet();
    private volatile bool _isEnded;

    /// <summary>Id of the account that logged in.</summary>
    public string OwnerId => ownerId;

    public DeveloperApp App => app;

    public IReadOnlyList<string> Scopes { get; } = [.. scopes];

    public IReadOnlyList<string> Declined { get; } = [.. declined];

    public bool IsEnded => _isEnded;

    /// <summary>The parameters of the consent page that matter later, such as <c>access_type</c>.</summary>
    public required IReadOnlyDictionary<string, string> Asked { get; init; }

    public bool Has(string scope) => _scopes.Contains(scope);

    public void End() => _isEnded = true;
}

/// <param name="ExpiresAt">Null never expires by time.</param>
internal sealed record OAuthToken(
    string Value,
    OAuthGrant Grant,
    bool IsRefresh,
    DateTimeOffset IssuedAt,
    DateTimeOffset? ExpiresAt
)
{
    private int _isSpent;

    /// <summary>Replaced by a rotation, or revoked alone.</summary>
    public bool IsSpent => Volatile.Read(ref _isSpent) is not 0;

    /// <summary>True for the first caller only.</summary>
    public bool TrySpend() => Interlocked.Exchange(ref _isSpent, 1) is 0;

    public TokenProblem? Problem(DateTimeOffset now) =>
        Grant.IsEnded || IsSpent ? TokenProblem.Ended
        : ExpiresAt <= now ? TokenProblem.Expired
        : null;
}

/// <param name="Refresh">Null when this answer brings none.</param>
internal sealed record OAuthTokens(OAuthToken Access, OAuthToken? Refresh, bool IsRefreshed)
{
    public OAuthGrant Grant => Access.Grant;
}
