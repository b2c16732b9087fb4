using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Facebook;

/// <summary>Which Page a token opens.</summary>
internal sealed class FacebookAccounts(FacebookApi api) : IPlatformAccounts
{
    private const string Source = "Pages API: Overview";

    public Platform Platform => Platform.Facebook;

    public async Task<AccountAnswer> ReadAccountAsync(
        string login,
        Secret token,
        string? accountId,
        CancellationToken cancellationToken
    )
    {
        if (login != "facebook")
        {
            return Refused("atlas/login", "Pages are connected by 'facebook' login.", "Choose it.");
        }

        if (accountId is not null && (accountId.Length is 0 or > 32 || accountId.AsSpan().ContainsAnyExceptInRange('0', '9')))
        {
            return Refused("atlas/account-id", "A Page's id has digits only.", "Give the id of the Page.");
        }

        // Only a Page has a category: asked of a person's token the field is refused.
        var answer = await api.ReadAsync(
            new FacebookAccess("me", token, App: null),
            "GET /me",
            "me",
            new GraphForm().Add("fields", "id,name,username,category,picture{url}"),
            cancellationToken
        );
        if (answer.Read(FacebookJson.Default.FacebookPage) is not { Id: { Length: > 0 } id } page)
        {
            var problem = FacebookErrors.Product.Problem(answer);
            return answer.Error is { Code: 100, Subcode: not 33, Type: not "GraphMethodException" }
                    ? Refused("atlas/no-page", "The token is a person's, not a Page's.", "Give the Page's own token.")
                : FacebookErrors.Product.IsRefusal(answer) ? new AccountAnswer.Refused(problem)
                : new AccountAnswer.Unavailable(problem);
        }

        return accountId is not null && accountId != id
            ? Refused("atlas/other-account", "The token belongs to another Page.", "Give the token of the Page that you mean.")
            : new AccountAnswer.Account(id, page.Name ?? id, page.Username, page.Picture?.Data?.Url, Scopes: []);
    }

    private static AccountAnswer.Refused Refused(string code, string message, string nextStep) =>
        new(new PlatformProblem(code, message, nextStep, Source));
}
