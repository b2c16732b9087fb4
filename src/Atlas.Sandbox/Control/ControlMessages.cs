using Atlas.Sandbox.Faults;

namespace Atlas.Sandbox.Control;

internal sealed record HealthAnswer(string Status, DateTimeOffset Now, int Accounts, long Calls);

internal sealed record ProblemAnswer(string Problem);

/// <param name="Platform">The network.</param>
/// <param name="Count">How many.</param>
/// <param name="Login">The kind of token to give; for Instagram <c>facebook</c> (default) or <c>instagram</c>.</param>
/// <param name="PerUser">With Facebook Login, how many Pages one person owns.</param>
/// <param name="Username">The name of the one account that is made; generated when absent.</param>
/// <param name="Name">As people read it; the username when absent.</param>
/// <param name="Extra">Wishes in the network's own words, such as <c>kind</c>: <c>organization</c>.</param>
internal sealed record CreateAccounts(
    string Platform = "instagram",
    int Count = 1,
    string? Login = null,
    int PerUser = 1,
    string? Username = null,
    string? Name = null,
    IReadOnlyDictionary<string, string>? Extra = null
);

internal sealed record AccountList(IReadOnlyList<AccountAnswer> Accounts);

/// <summary>An account and, where one was asked for, a way in.</summary>
internal sealed record AccountAnswer
{
    public string Platform { get; init; } = "instagram";
    public required string AccountId { get; init; }
    public required string Username { get; init; }
    public required string Name { get; init; }
    public string? Login { get; init; }
    public string? AccessToken { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>With Facebook Login: the person, the Page and the Page's own token.</summary>
    public string? UserId { get; init; }
    public string? PageId { get; init; }
    public string? PageAccessToken { get; init; }

    /// <summary>With Instagram Login: what <c>/me</c> calls <c>id</c>.</summary>
    public string? ScopedId { get; init; }
    public string? AppId { get; init; }
    public string? AppSecret { get; init; }
    public string? ProfilePath { get; init; }
    public string? RefreshToken { get; init; }
    public DateTimeOffset? RefreshExpiresAt { get; init; }
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>What only this network has.</summary>
    public IReadOnlyDictionary<string, string>? Extra { get; init; }
}

/// <param name="Account">Id or username.</param>
/// <param name="Login">The kind of token to give; for Instagram <c>facebook</c> (default) or <c>instagram</c>.</param>
/// <param name="ExpiresInSeconds">Life; the network's own when absent.</param>
/// <param name="LongLived">False for the kind that a code exchange gives.</param>
/// <param name="Scopes">All that the product needs when absent.</param>
/// <param name="Demo">The token of a demo account that stays the same over restarts, instead of a new one.</param>
internal sealed record MintToken(
    string Account,
    string? Login = null,
    int? ExpiresInSeconds = null,
    bool LongLived = true,
    IReadOnlyList<string>? Scopes = null,
    bool Demo = false,
    string Platform = "instagram"
);

/// <param name="Account">Id or username; on Instagram the logins of its Page's owner end too.</param>
/// <param name="Subcode">Of Meta's error 190, which every later call gets.</param>
internal sealed record EndTokens(string Account, int Subcode = 460, string Platform = "instagram");

internal sealed record EndedTokens(int Logins);

internal sealed record CallList(long Count, IReadOnlyList<CallEntry> Calls);

/// <summary>Several rules; <c>seed</c> starts the random numbers anew. A body that is one rule is taken too.</summary>
internal sealed record FaultRequest(IReadOnlyList<FaultRule>? Rules = null, int? Seed = null);

internal sealed record FaultList(IReadOnlyList<FaultReport> Faults);

internal sealed record VisitorComment(
    string MediaId,
    string Text,
    string Username = "a.visitor",
    string? ParentId = null,
    string Platform = "instagram"
);

internal sealed record CreatedId(string Id);

internal sealed record AppList(IReadOnlyList<AppAnswer> Apps);

internal sealed record AppAnswer(string AppId, string AppSecret, string Name, string Login)
{
    public string Platform { get; init; } = "instagram";
}
