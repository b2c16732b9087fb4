using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Atlas.Sandbox.Meta;

internal enum TokenKind
{
    User,
    Page,
    App,
    InstagramUser,
    ThreadsUser,
}

/// <param name="Value">What the client sends.</param>
/// <param name="Kind">Decides the hosts that take it.</param>
/// <param name="App">The app that it was given to.</param>
/// <param name="Login">The consent behind it; null for an app's own token.</param>
/// <param name="OwnerId">User, Page or Instagram account.</param>
internal sealed record AccessToken(string Value, TokenKind Kind, MetaApp App, LoginGrant? Login, string OwnerId)
{
    private string? _proof;

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Null never expires by time.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
    public bool IsLongLived { get; init; }

    public FrozenSet<string> Scopes => Login?.Scopes ?? FrozenSet<string>.Empty;

    /// <summary>Lower-case hex HMAC-SHA256 of the token under the app's secret.</summary>
    public string Proof =>
        _proof ??= Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(App.Secret), Encoding.UTF8.GetBytes(Value))
        );

    public GraphError? Problem(DateTimeOffset now) =>
        Login?.DeadSubcode is { } dead ? GraphErrors.DeadToken(dead)
        : ExpiresAt <= now ? GraphErrors.DeadToken(463)
        : null;
}
