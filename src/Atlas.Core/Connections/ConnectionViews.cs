using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Core.Connections;

/// <param name="Fields">What the person typed in, by the names of the login.</param>
/// <param name="ReturnUrl">Where the person goes after the consent; null for a page of this app.</param>
/// <param name="Extras">What is asked for beside what is always asked for, by the names that the login's scopes give.</param>
public sealed record StartLoginRequest(
    string? Login,
    Dictionary<string, Secret>? Fields,
    string? ReturnUrl,
    IReadOnlyList<string>? Extras = null
);

/// <param name="Url">Where the person goes to consent; null where there is nothing to consent to.</param>
/// <param name="Connection">What the credentials opened, where they were typed in.</param>
public sealed record StartedLoginView(string? Url, DateTimeOffset ExpiresAt, ConnectionView? Connection);

public sealed record ConnectionView(
    Id<PendingConnection> Id,
    string Login,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<ConnectionAccountView> Accounts,
    IReadOnlyList<UnusableAccountView> Unusable,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<DeclinedScopeView> Declined,
    IReadOnlyList<AdAccount> AdAccounts
);

/// <param name="Id">How a choice names it.</param>
/// <param name="ChannelId">The channel that it is already, connected or not.</param>
public sealed record ConnectionAccountView(
    string Id,
    Platform Platform,
    string AccountId,
    string Kind,
    string Name,
    string? Handle,
    string? AvatarUrl,
    string? Parent,
    string? Server,
    Id<Channel>? ChannelId,
    ChannelState? ChannelState
)
{
    public static ConnectionAccountView Of(PendingAccount account, Channel? channel) =>
        new(
            account.Key,
            account.Platform,
            account.AccountId,
            account.Kind,
            account.Name,
            account.Handle,
            account.AvatarUrl,
            account.Parent,
            account.Server,
            channel?.Id,
            channel?.State
        );
}

public sealed record UnusableAccountView(
    Platform Platform,
    string Name,
    string Code,
    string Message,
    string NextStep,
    string? Source
)
{
    public static UnusableAccountView Of(PendingUnusable account) =>
        new(account.Platform, account.Name, account.Code, account.Message, account.NextStep, account.Source);
}

/// <param name="Feature">What does not work without it; null where the network declined what we don't know by name.</param>
public sealed record DeclinedScopeView(
    string Scope,
    string? Feature,
    string? Purpose,
    bool Required,
    IReadOnlyList<Platform> Platforms
)
{
    /// <summary>What was declined of what this channel's network needs: the login may be for others too.</summary>
    public static IReadOnlyList<DeclinedScopeView> Of(Channel channel, LoginDescription? login) =>
        [
            .. channel
                .DeclinedScopes.Select(scope => Of(scope, login))
                .Where(scope => scope.Platforms.Count == 0 || scope.Platforms.Contains(channel.Platform)),
        ];

    public static DeclinedScopeView Of(string scope, LoginDescription? login)
    {
        var use = login?.Scopes.FirstOrDefault(known => known.Scope == scope);
        return new(scope, use?.Feature, use?.Purpose, use?.Required ?? false, use?.Platforms ?? login?.Platforms ?? []);
    }
}

/// <param name="AccountIds">Ids of <see cref="ConnectionView.Accounts"/>.</param>
/// <param name="AdAccountId">Of <see cref="ConnectionView.AdAccounts"/>: to stand beside the channels.</param>
public sealed record ChooseAccountsRequest(IReadOnlyList<string>? AccountIds, string? AdAccountId = null);

public sealed record ConnectedChannelsView(IReadOnlyList<ChannelView> Items);

public sealed record LoginListView(IReadOnlyList<LoginView> Items);

/// <param name="AppConfigured">Whether the developer app that it needs is set; true where it needs none.</param>
/// <param name="RedirectUri">To be pasted into the network's developer console; null where nothing redirects.</param>
public sealed record LoginView(
    string Name,
    string Title,
    LoginFlow Flow,
    IReadOnlyList<Platform> Platforms,
    string? App,
    bool AppConfigured,
    bool OwnApp,
    IReadOnlyList<LoginField> Fields,
    IReadOnlyList<ScopeView> Scopes,
    bool RefreshesItself,
    bool CanRevoke,
    string? RedirectUri,
    string Source
);

/// <param name="Extra">Asked for only where a connection wants this extra; null for what is always asked for.</param>
public sealed record ScopeView(
    string Scope,
    string Purpose,
    string Feature,
    bool Required,
    IReadOnlyList<Platform> Platforms,
    string? Extra
);
