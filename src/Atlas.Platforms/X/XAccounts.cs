using Atlas.Core.Channels;
using Atlas.Core.Platforms;

namespace Atlas.Platforms.X;

/// <summary>Whose account a token opens.</summary>
internal sealed class XAccounts(XApi api, XAnswers answers) : IPlatformAccounts
{
    public Platform Platform => Platform.X;

    public async Task<AccountAnswer> ReadAccountAsync(
        string login,
        Secret token,
        string? accountId,
        CancellationToken cancellationToken
    )
    {
        if (login != "x")
        {
            return Refused("atlas/login", "X channels are connected by 'x' login.", "Choose it.");
        }

        var answer = await api.ReadMeAsync(token, cancellationToken);
        if (XLogin.UserOf(answer) is { } user)
        {
            return accountId is not null && accountId != user.Id
                ? Refused(
                    "atlas/other-account",
                    "The token belongs to another account.",
                    "Give the token of the account that you mean."
                )
                : new AccountAnswer.Account(user.Id!, user.Name ?? user.Username!, user.Username, user.ProfileImageUrl, []);
        }

        return answers.ErrorOf(answer)?.Rule is { Class: RefusalClass.Reconnect or RefusalClass.Rejected }
            ? new AccountAnswer.Refused(answers.Problem(answer))
            : new AccountAnswer.Unavailable(answers.Problem(answer));
    }

    private static AccountAnswer.Refused Refused(string code, string message, string nextStep) =>
        new(new PlatformProblem(code, message, nextStep, Source: null));
}
