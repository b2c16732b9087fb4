using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Connections;

/// <summary>Trades what came back from a network for the accounts that it opens, and keeps them for a choice.</summary>
public sealed class OpenAccounts(
    IRowStore rows,
    ChannelStore channels,
    PendingConnections pendings,
    PlatformLogins logins,
    TimeProvider time
)
{
    /// <param name="choice">What a page's form has to bring; null where there is no page.</param>
    internal async Task<OpenAnswer> OpenAsync(OpenedLogin opened, string? choice, CancellationToken cancellationToken)
    {
        var (login, app) = (opened.Login, opened.App);
        Grant grant;
        switch (await login.CompleteAsync(opened.Reply, cancellationToken))
        {
            case GrantAnswer.Granted granted:
                grant = Asked(granted.Grant, opened);
                break;
            case GrantAnswer.Refused refused:
                return new OpenAnswer.Refused(refused.Problem);
            case GrantAnswer.Unavailable unavailable:
                return new OpenAnswer.Unavailable(unavailable.Problem);
            case var other:
                throw new NotSupportedException($"No rule for the answer {other.GetType().Name}.");
        }

        switch (await login.ListAccountsAsync(grant, app, cancellationToken))
        {
            case AccountsAnswer.Accounts accounts:
                return new OpenAnswer.Opened(await KeepAsync(opened, grant, accounts, choice, cancellationToken));
            case AccountsAnswer.Refused refused:
                return new OpenAnswer.Refused(refused.Problem);
            case AccountsAnswer.Unavailable unavailable:
                return new OpenAnswer.Unavailable(unavailable.Problem);
            case var other:
                throw new NotSupportedException($"No rule for the answer {other.GetType().Name}.");
        }
    }

    /// <summary>
    /// Without what this connection did not ask for: networks remember what an earlier one was given or refused.
    /// </summary>
    private static Grant Asked(Grant grant, OpenedLogin opened)
    {
        var description = opened.Login.Description;
        var others = description
            .Scopes.Except(description.ScopesWith(opened.Extras))
            .Select(scope => scope.Scope)
            .ToHashSet(StringComparer.Ordinal);
        return others.Count == 0
            ? grant
            : grant with
            {
                Scopes = [.. grant.Scopes.Where(scope => !others.Contains(scope))],
                Declined = [.. grant.Declined.Where(scope => !others.Contains(scope))],
            };
    }

    public async Task<ConnectionView> ShowAsync(PendingConnection pending, CancellationToken cancellationToken)
    {
        List<ConnectionAccountView> accounts = [];
        foreach (var account in pending.Accounts)
        {
            accounts.Add(
                ConnectionAccountView.Of(account, await FindChannelAsync(pending.WorkspaceId, account, cancellationToken))
            );
        }

        var description = logins.Find(pending.Login)?.Description;
        return new ConnectionView(
            pending.Id,
            pending.Login,
            pending.ExpiresAt,
            accounts,
            [.. pending.Unusable.Select(UnusableAccountView.Of)],
            pending.Scopes,
            [.. pending.Declined.Select(scope => DeclinedScopeView.Of(scope, description))],
            pending.AdAccounts
        );
    }

    private async Task<PendingConnection> KeepAsync(
        OpenedLogin opened,
        Grant grant,
        AccountsAnswer.Accounts found,
        string? choice,
        CancellationToken cancellationToken
    )
    {
        // A Page may be listed both for the person and for the business.
        var usable = found.Usable.DistinctBy(account => (account.Platform, account.AccountId)).ToList();
        var pending = new PendingConnection
        {
            Id = Id<PendingConnection>.New(time),
            WorkspaceId = opened.WorkspaceId,
            StartedBy = opened.StartedBy,
            Login = opened.Login.Description.Name,
            AppClientId = opened.OwnClientId,
            PersonId = grant.PersonId,
            Scopes = grant.Scopes,
            Declined = grant.Declined,
            Accounts =
            [
                .. usable.Select(account => new PendingAccount(
                    account.Platform,
                    account.AccountId,
                    account.Kind,
                    account.Name,
                    account.Handle,
                    account.AvatarUrl,
                    account.Parent,
                    account.Server ?? grant.Server
                )),
            ],
            Unusable =
            [
                .. found.Unusable.Select(account => new PendingUnusable(
                    account.Platform,
                    account.Name,
                    account.Problem.Code,
                    account.Problem.Message,
                    account.Problem.NextStep,
                    account.Problem.Source
                )),
            ],
            AdAccounts = found.AdAccounts,
            ExpiresAt = time.GetUtcNow() + PendingConnection.Lifetime,
            ChoiceHash = choice is null ? null : PendingConnections.HashOf(choice),
            Sealed = [],
        };
        return await pendings.CreateAsync(pending, usable, cancellationToken);
    }

    private async ValueTask<Channel?> FindChannelAsync(
        Id<Workspace> workspace,
        PendingAccount account,
        CancellationToken cancellationToken
    )
    {
        var owner = await rows.ReadAsync(
            WorkspaceKeys.Partition(workspace),
            WorkspaceKeys.Account(account.Platform, account.AccountId),
            StoredJson.Default.AccountOwner,
            cancellationToken
        );
        return owner is null ? null : (await channels.ReadAsync(workspace, owner.Value.ChannelId, cancellationToken))?.Value;
    }
}

internal sealed record OpenedLogin(
    Id<Workspace> WorkspaceId,
    string StartedBy,
    IPlatformLogin Login,
    PlatformApp? App,
    string? OwnClientId,
    LoginReply Reply,
    IReadOnlyList<string> Extras
);

internal abstract record OpenAnswer
{
    private OpenAnswer() { }

    public sealed record Opened(PendingConnection Pending) : OpenAnswer;

    public sealed record Refused(PlatformProblem Problem) : OpenAnswer;

    public sealed record Unavailable(PlatformProblem Problem) : OpenAnswer;
}
