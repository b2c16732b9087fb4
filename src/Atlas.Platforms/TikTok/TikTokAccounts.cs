using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.TikTok;

/// <summary>Whose account a token opens.</summary>
internal sealed class TikTokAccounts(TikTokApi api, TikTokAnswers answers) : IPlatformAccounts
{
    private const string Basic = "open_id,display_name,avatar_url";

    public Platform Platform => Platform.TikTok;

    public async Task<AccountAnswer> ReadAccountAsync(
        string login,
        Secret token,
        string? accountId,
        CancellationToken cancellationToken
    )
    {
        if (login is not "tiktok")
        {
            return new AccountAnswer.Refused(
                new PlatformProblem("atlas/login", "TikTok channels are connected by 'tiktok' login.", "Choose it.", null)
            );
        }

        return await ReadAsync(token, scopes: null, cancellationToken) switch
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

    /// <param name="scopes">Of the token; null where nobody knows, and then the @name is tried.</param>
    public async Task<AccountAnswer> ReadAsync(Secret token, IReadOnlyList<string>? scopes, CancellationToken cancellationToken)
    {
        List<string> seen = ["user.info.basic"];
        var answer = scopes?.Contains("user.info.profile") is false
            ? await api.ReadUserAsync(token, Basic, cancellationToken)
            : await api.ReadUserAsync(token, $"{Basic},username", cancellationToken);
        if (answer.Data is not null && scopes?.Contains("user.info.profile") is not false)
        {
            seen.Add("user.info.profile");
        }
        else if (scopes is null && answer.Error is { Code: "scope_not_authorized" or "scope_permission_missed" })
        {
            answer = await api.ReadUserAsync(token, Basic, cancellationToken);
        }

        if (answer.Data?.User is { OpenId: { Length: > 0 } id } user)
        {
            return new AccountAnswer.Account(
                id,
                user.DisplayName ?? user.Username ?? id,
                user.Username,
                user.AvatarUrl,
                scopes ?? seen
            );
        }

        var problem = answers.Problem(answer.Http, answer.Error);
        return answer is { Error.Rule.Class: RefusalClass.Reconnect or RefusalClass.Rejected } && !answer.Http.IsServerFault
            ? new AccountAnswer.Refused(problem)
            : new AccountAnswer.Unavailable(problem);
    }
}
