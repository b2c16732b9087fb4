using System.Text.Json.Serialization;
using Atlas.Core.Channels;

namespace Atlas.Core.Platforms.Logins;

/// <summary>
/// One way to connect accounts of a network: where the person goes, what comes back, and what its tokens need to stay alive.
/// It calls the network and keeps nothing: sessions, vault and rows are the caller's.
/// </summary>
public interface IPlatformLogin
{
    LoginDescription Description { get; }

    /// <summary>Where the person goes to consent. A form login has nothing to start.</summary>
    Task<LoginStart> StartAsync(LoginRequest request, CancellationToken cancellationToken);

    /// <summary>Turns what came back (or what the form's fields hold) into tokens.</summary>
    Task<GrantAnswer> CompleteAsync(LoginReply reply, CancellationToken cancellationToken);

    /// <summary>The accounts that the grant opens and that we can publish to, each with the tokens to keep for it.</summary>
    Task<AccountsAnswer> ListAccountsAsync(Grant grant, PlatformApp? app, CancellationToken cancellationToken);

    /// <summary>
    /// Trades the tokens for fresh ones. <see cref="GrantAnswer.Refused"/> only where the network documents that the answer
    /// means dead: everything else is <see cref="GrantAnswer.Unavailable"/>. Called only where <see cref="LoginDescription.Refresh"/> is not null.
    /// </summary>
    Task<GrantAnswer> RefreshAsync(Channel channel, TokenSet tokens, PlatformApp? app, CancellationToken cancellationToken);

    /// <summary>Ends the grant at the network, where it has a call for that.</summary>
    Task<RevokeAnswer> RevokeAsync(Channel channel, TokenSet tokens, PlatformApp? app, CancellationToken cancellationToken);

    /// <summary>Subscribes the account to our webhooks, or says how the subscription stands. Safe to repeat.</summary>
    Task<WebhookAnswer> SubscribeAsync(Channel channel, TokenSet tokens, PlatformApp? app, CancellationToken cancellationToken) =>
        Task.FromResult<WebhookAnswer>(new WebhookAnswer.NotOffered());
}

/// <param name="Name">Lower case; part of the routes and <see cref="Channel.Login"/>: <c>facebook</c>, <c>instagram</c>, <c>tiktok</c>.</param>
/// <param name="Title">As the network calls it: <c>Facebook Login</c>.</param>
/// <param name="Platforms">The networks whose accounts it connects: Facebook Login opens Pages and the Instagram accounts behind them.</param>
/// <param name="App">Name of the developer app's credentials; null where none is needed.</param>
/// <param name="Fields">What the person types in before: a server's address, an app password.</param>
/// <param name="Scopes">The one place where scopes are written down: asked for, shown and checked from here.</param>
/// <param name="Refresh">Null where tokens neither end nor can be refreshed.</param>
/// <param name="Source">The page that documents the flow.</param>
public sealed record LoginDescription(
    string Name,
    string Title,
    LoginFlow Flow,
    IReadOnlyList<Platform> Platforms,
    string? App,
    IReadOnlyList<LoginField> Fields,
    IReadOnlyList<ScopeUse> Scopes,
    RefreshRule? Refresh,
    bool CanRevoke,
    string Source
)
{
    /// <summary>Names of what is asked for only on request.</summary>
    public IEnumerable<string> Extras => Scopes.Select(scope => scope.Extra).OfType<string>().Distinct();

    /// <summary>What is asked for where these extras are wanted.</summary>
    public IEnumerable<ScopeUse> ScopesWith(IReadOnlyCollection<string> extras) =>
        Scopes.Where(scope => scope.Extra is null || extras.Contains(scope.Extra));
}

[JsonConverter(typeof(CamelCaseEnumConverter<LoginFlow>))]
public enum LoginFlow
{
    /// <summary>The person consents at the network and comes back with a code.</summary>
    Redirect,

    /// <summary>The person types credentials made for us: an app password, a bot's token.</summary>
    Form,
}

/// <param name="Hint">Where the person finds it, in a sentence.</param>
public sealed record LoginField(string Name, string Label, string Hint, bool IsSecret, bool IsOptional = false);

/// <param name="Purpose">What we do with it, in a sentence that begins with a verb: shown to the person and on the privacy page.</param>
/// <param name="Feature">What is lost without it: <c>Publishing</c>, <c>Comments</c>, <c>Insights</c>.</param>
/// <param name="Required">Whether the account can't be connected at all without it.</param>
/// <param name="Platforms">The networks that it is for, where the login opens several; null for all.</param>
/// <param name="Extra">Asked for only where the person who connects, or the deployment, wants this extra by name; null for what is always asked for.</param>
public sealed record ScopeUse(
    string Scope,
    string Purpose,
    string Feature,
    bool Required,
    IReadOnlyList<Platform>? Platforms = null,
    string? Extra = null
);

/// <param name="AtFraction">Of the access token's life after which it is renewed: 0.5 to 0.9.</param>
/// <param name="MinimumAge">The network refuses to refresh a token that is younger.</param>
/// <param name="Rotates">Whether each refresh ends the refresh token that was used.</param>
/// <param name="WithoutRefreshToken">Whether the access token itself is traded (Meta) rather than a refresh token.</param>
public sealed record RefreshRule(double AtFraction, TimeSpan MinimumAge, bool Rotates, bool WithoutRefreshToken = false);
