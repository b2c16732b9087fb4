using Atlas.Core.Channels;
using Atlas.Core.Platforms;

namespace Atlas.Platforms.Pinterest;

/// <summary>Whose account a token opens.</summary>
internal sealed class PinterestAccounts(PinterestApi api, PinterestAnswers answers) : IPlatformAccounts
{
    public Platform Platform => Platform.Pinterest;

    public async Task<AccountAnswer> ReadAccountAsync(
        string login,
        Secret token,
        string? accountId,
        CancellationToken cancellationToken
    )
    {
        if (login is not PinterestLogin.Name)
        {
            return Refused("atlas/login", "Pinterest channels are connected by 'pinterest' login.", "Choose it.");
        }

        var answer = await api.ReadUserAsync(token, cancellationToken);
        if (
            !answer.Succeeded
            || answer.Read(PinterestJson.Default.PinterestUser)
                is not { Id: { Length: > 0 } id, Username: { Length: > 0 } name } user
        )
        {
            return answers.IsRefusal(answer)
                ? new AccountAnswer.Refused(answers.Problem(answer))
                : new AccountAnswer.Unavailable(answers.Problem(answer));
        }

        if (accountId is not null && accountId != id)
        {
            return Refused("atlas/other-account", "The token belongs to another account.", "Give the token of the one you mean.");
        }

        // A token without boards could not say where to pin to: it is refused here, not at the first pin.
        var boards = await api.ListBoardsAsync(token, bookmark: null, cancellationToken);
        return boards.Succeeded
                ? new AccountAnswer.Account(
                    id,
                    DisplayName(user, name),
                    name,
                    user.PictureUrl,
                    ["user_accounts:read", "boards:read"]
                )
            : answers.IsRefusal(boards) ? new AccountAnswer.Refused(answers.Problem(boards))
            : new AccountAnswer.Unavailable(answers.Problem(boards));
    }

    public static string DisplayName(PinterestUser user, string username) =>
        user.BusinessName is { Length: > 0 } business ? business : username;

    public static string Kind(PinterestUser user) => user.Type is "BUSINESS" ? "business" : "pinner";

    private static AccountAnswer.Refused Refused(string code, string message, string nextStep) =>
        new(new PlatformProblem(code, message, nextStep, Source: null));
}
