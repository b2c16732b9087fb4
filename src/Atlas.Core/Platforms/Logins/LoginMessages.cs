using Atlas.Core.Channels;

namespace Atlas.Core.Platforms.Logins;

/// <param name="State">Unguessable, one use: comes back with the code.</param>
/// <param name="CodeVerifier">43 to 128 characters of PKCE; each network derives its challenge as it documents.</param>
/// <param name="Scopes">From <see cref="LoginDescription.Scopes"/>.</param>
/// <param name="Fields">What the person typed in, by <see cref="LoginField.Name"/>.</param>
public sealed record LoginRequest(
    PlatformApp? App,
    Uri RedirectUri,
    string State,
    string CodeVerifier,
    IReadOnlyList<string> Scopes,
    IReadOnlyDictionary<string, Secret> Fields
);

public abstract record LoginStart
{
    private LoginStart() { }

    /// <param name="Kept">What <see cref="LoginReply.Kept"/> must hold when the person comes back, such as an app that was registered at the person's own server.</param>
    public sealed record Redirect(Uri Url, IReadOnlyDictionary<string, Secret> Kept) : LoginStart;

    public sealed record Refused(PlatformProblem Problem) : LoginStart;

    public sealed record Unavailable(PlatformProblem Problem) : LoginStart;
}

/// <param name="Parameters">The query of the callback, by name; empty for a form.</param>
/// <param name="Fields">What the person typed in, by <see cref="LoginField.Name"/>.</param>
public sealed record LoginReply(
    PlatformApp? App,
    Uri RedirectUri,
    string CodeVerifier,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyDictionary<string, Secret> Fields,
    IReadOnlyDictionary<string, Secret> Kept
);

/// <summary>What a person has let us do.</summary>
/// <param name="Scopes">As the network reports them, where it does; else those asked for.</param>
/// <param name="Declined">Asked for and not given.</param>
/// <param name="Server">Base URL of the account's own server, where the network has many.</param>
/// <param name="PersonId">The network's id, for our app, of the person who consented: its callbacks name it, and channels that share it share the grant.</param>
public sealed record Grant(
    TokenSet Tokens,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Declined,
    string? Server = null,
    string? PersonId = null
);

public abstract record GrantAnswer
{
    private GrantAnswer() { }

    public sealed record Granted(Grant Grant) : GrantAnswer;

    /// <summary>The network says no for good: the code is used up, the refresh token is dead, the person declined.</summary>
    public sealed record Refused(PlatformProblem Problem) : GrantAnswer;

    /// <summary>No answer, or one that says nothing about the grant: try again.</summary>
    public sealed record Unavailable(PlatformProblem Problem, DateTimeOffset? RetryAt = null) : GrantAnswer;
}

public abstract record AccountsAnswer
{
    private AccountsAnswer() { }

    /// <param name="Unusable">Accounts that are there and can't be published to, each with why and what to do.</param>
    public sealed record Accounts(IReadOnlyList<LoginAccount> Usable, IReadOnlyList<UnusableAccount> Unusable) : AccountsAnswer
    {
        /// <summary>Nothing is published to them: one may stand beside a channel. Empty where nobody asked for them.</summary>
        public IReadOnlyList<AdAccount> AdAccounts { get; init; } = [];
    }

    public sealed record Refused(PlatformProblem Problem) : AccountsAnswer;

    public sealed record Unavailable(PlatformProblem Problem) : AccountsAnswer;
}

/// <param name="AccountId">As <see cref="Channel.AccountId"/> keeps it.</param>
/// <param name="Kind">What the network calls it: <c>page</c>, <c>organization</c>, <c>person</c>, <c>channel</c>, <c>business</c>.</param>
/// <param name="Tokens">To keep for this account: a Page's own token, or the person's.</param>
/// <param name="Parent">What it stands behind, in words: the Page of an Instagram account, the business of a Page.</param>
public sealed record LoginAccount(
    Platform Platform,
    string AccountId,
    string Kind,
    string Name,
    string? Handle,
    string? AvatarUrl,
    TokenSet Tokens,
    string? Parent = null,
    string? Server = null
);

public sealed record UnusableAccount(Platform Platform, string Name, PlatformProblem Problem);

public abstract record RevokeAnswer
{
    private RevokeAnswer() { }

    /// <summary>Ended now, or dead already.</summary>
    public sealed record Revoked : RevokeAnswer;

    /// <summary>The network has no call for it: the person can end it on the page that <paramref name="How"/> names.</summary>
    public sealed record NotOffered(string How) : RevokeAnswer;

    public sealed record Unavailable(PlatformProblem Problem) : RevokeAnswer;
}

public abstract record WebhookAnswer
{
    private WebhookAnswer() { }

    public sealed record Subscribed(IReadOnlyList<string> Fields) : WebhookAnswer;

    public sealed record NotOffered : WebhookAnswer;

    public sealed record Failed(PlatformProblem Problem) : WebhookAnswer;
}
