using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Mastodon;

/// <summary>Whose account a token opens. An id is one server's own, so ours has the server's name behind it.</summary>
internal sealed class MastodonAccounts(MastodonApi api, MastodonHttp http, MastodonVerdicts verdicts) : IPlatformAccounts
{
    public Platform Platform => Platform.Mastodon;

    /// <param name="accountId">The server, as <c>mastodon.social</c>, <c>@ana@mastodon.social</c> or <c>109@mastodon.social</c>.</param>
    public async Task<AccountAnswer> ReadAccountAsync(
        string login,
        Secret token,
        string? accountId,
        CancellationToken cancellationToken
    )
    {
        if (login != MastodonLogin.Name)
        {
            return Refused("atlas/login", "Mastodon accounts are connected by 'mastodon' login.", "Use it.");
        }

        if (accountId is null || MastodonHttp.HostOf(accountId) is not { } host)
        {
            return Refused("atlas/server", "A Mastodon account is on a server: say on which.", "Give it as @name@server.");
        }

        var (account, problem) = await ReadAsync(http.ServerOf(host), token, cancellationToken);
        if (account is null)
        {
            return problem!;
        }

        var isOther =
            accountId.EndsWith($"@{host}", StringComparison.Ordinal)
            && accountId[..^(host.Length + 1)] is { Length: > 0 } id
            && id.All(char.IsAsciiDigit)
            && id != account.Id;
        return isOther
            ? Refused(
                "atlas/other-account",
                "The token belongs to another account.",
                "Give the token of the account that you mean."
            )
            : new AccountAnswer.Account(
                $"{account.Id}@{host}",
                NameOf(account),
                $"{account.Username}@{host}",
                account.Avatar,
                Scopes: []
            );
    }

    public async Task<(MastodonAccount? Account, AccountAnswer? Problem)> ReadAsync(
        string server,
        Secret token,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.ReadAccountAsync(server, token, cancellationToken);
        if (answer.Succeeded && answer.Read(MastodonJson.Default.MastodonAccount) is { Id: not null, Username: not null } account)
        {
            return (account, null);
        }

        var problem = verdicts.Problem(answer);
        return (
            null,
            answer is { Outcome: CallOutcome.Answered, Status: 401 or 403 or 422 }
                ? new AccountAnswer.Refused(problem)
                : new AccountAnswer.Unavailable(problem)
        );
    }

    public static string NameOf(MastodonAccount account) =>
        account.DisplayName is { Length: > 0 } name ? name : account.Username!;

    private static AccountAnswer.Refused Refused(string code, string message, string nextStep) =>
        new(new PlatformProblem(code, message, nextStep, Source: null));
}
