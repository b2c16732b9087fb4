using Atlas.Core.Channels;
using Atlas.Core.Platforms;

namespace Atlas.Platforms.Bluesky;

/// <summary>Whose account a token opens.</summary>
internal sealed class BlueskyAccounts(BlueskyApi api) : IPlatformAccounts
{
    public Platform Platform => Platform.Bluesky;

    /// <summary>Without an account there is no server to ask but the one that knows most accounts.</summary>
    public async Task<AccountAnswer> ReadAccountAsync(
        string login,
        Secret token,
        string? accountId,
        CancellationToken cancellationToken
    )
    {
        if (login is not "bluesky")
        {
            return new AccountAnswer.Refused(
                new PlatformProblem("atlas/login", "Bluesky channels are connected by 'bluesky' login.", "Choose it.", null)
            );
        }

        return await ReadAsync(api.Entryway, token, cancellationToken) switch
        {
            AccountAnswer.Account account when accountId is not null && account.AccountId != accountId =>
                new AccountAnswer.Refused(
                    new PlatformProblem(
                        "atlas/other-account",
                        "The token belongs to another account.",
                        "Give the token of the account that you mean.",
                        null
                    )
                ),
            var answer => answer,
        };
    }

    public async Task<AccountAnswer> ReadAsync(string server, Secret token, CancellationToken cancellationToken)
    {
        var session = await api.ReadSessionAsync(server, token, cancellationToken);
        if (session.Data is not { Did: { Length: > 0 } did } data)
        {
            var problem = BlueskySessions.Problem(session.Http, session.Error);
            return session.Error is { Rule.Class: RefusalClass.Reconnect } or { Code: "ExpiredToken" }
                ? new AccountAnswer.Refused(problem)
                : new AccountAnswer.Unavailable(problem);
        }

        // Name and picture are nice to have: an account without a profile is one all the same.
        var profile = await api.ReadProfileAsync(server, token, did, cancellationToken);
        return new AccountAnswer.Account(
            did,
            profile.Data?.DisplayName is { Length: > 0 } name ? name : data.Handle ?? did,
            data.Handle,
            profile.Data?.Avatar,
            []
        );
    }
}
