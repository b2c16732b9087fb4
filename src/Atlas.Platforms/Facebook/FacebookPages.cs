using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Facebook;

/// <summary>
/// The Pages that a person may publish on, their own and those of their businesses, each with its own token, and the Instagram
/// accounts behind them.
/// </summary>
/// <seealso href="https://developers.facebook.com/docs/pages-api/manage-pages"/>
internal sealed class FacebookPages(FacebookApi api, TimeProvider time)
{
    private const string Source = "Pages API: Manage Pages";

    private const string Fields =
        "id,name,username,category,access_token,picture{url},instagram_business_account{id,username,name,profile_picture_url}";

    private static readonly string[] s_publishing =
    [
        "CREATE_CONTENT",
        "MANAGE",
        "PROFILE_PLUS_CREATE_CONTENT",
        "PROFILE_PLUS_MANAGE",
        "PROFILE_PLUS_FULL_CONTROL",
    ];

    public async Task<AccountsAnswer> ListAsync(Grant grant, PlatformApp? app, CancellationToken cancellationToken)
    {
        var access = new FacebookAccess("me", grant.Tokens.Access, app);
        var (own, problem) = await PagesAsync(access, "GET /me/accounts", "me/accounts", $"{Fields},tasks", cancellationToken);
        if (own is null)
        {
            return problem!;
        }

        var found = own.Select(page => new Found(page, Parent: null)).ToList();
        if (grant.Scopes.Contains("business_management"))
        {
            var (more, failed) = await OfBusinessesAsync(access, cancellationToken);
            if (more is null)
            {
                return failed!;
            }

            found.AddRange(more);
        }

        List<LoginAccount> usable = [];
        List<UnusableAccount> unusable = [];
        foreach (var page in found.Where(page => page.Page.Id is not null).DistinctBy(page => page.Page.Id))
        {
            var token = page.Page.AccessToken ?? await TokenAsync(access, page.Page.Id!, cancellationToken);
            Add(page with { Page = page.Page with { AccessToken = token } }, grant, usable, unusable);
        }

        return new AccountsAnswer.Accounts(usable, unusable);
    }

    private void Add(Found found, Grant grant, List<LoginAccount> usable, List<UnusableAccount> unusable)
    {
        var page = found.Page;
        var name = page.Name ?? page.Id!;
        if (page.AccessToken is not { Length: > 0 } token || page.Tasks?.Intersect(s_publishing).Any() is false)
        {
            Refuse(
                Platform.Facebook,
                name,
                "page/role",
                "Your role on this Page does not let you publish.",
                "Ask an administrator of the Page for the task to create content, then connect again."
            );
            return;
        }

        var tokens = new TokenSet(
            new Secret(token),
            time.GetUtcNow(),
            Owner: grant.Tokens.Access,
            OwnerExpiresAt: grant.Tokens.AccessExpiresAt
        );
        if (IsGranted(Platform.Facebook, name))
        {
            usable.Add(
                new LoginAccount(
                    Platform.Facebook,
                    page.Id!,
                    "page",
                    name,
                    page.Username,
                    page.Picture?.Data?.Url,
                    tokens,
                    found.Parent
                )
            );
        }

        if (page.Instagram is { Id: { Length: > 0 } id } account && IsGranted(Platform.Instagram, account.Username ?? name))
        {
            usable.Add(
                new LoginAccount(
                    Platform.Instagram,
                    id,
                    "business",
                    account.Name ?? account.Username ?? name,
                    account.Username,
                    account.PictureUrl,
                    tokens,
                    $"Page {name}"
                )
            );
        }

        bool IsGranted(Platform platform, string who)
        {
            var missing = FacebookScopes
                .All.Where(scope => scope.Required && (scope.Platforms?.Contains(platform) ?? true))
                .Select(scope => scope.Scope)
                .Except(grant.Scopes)
                .ToList();
            if (missing.Count > 0)
            {
                Refuse(
                    platform,
                    who,
                    "page/permission",
                    $"These permissions were not given: {string.Join(", ", missing)}.",
                    "Connect again and give them."
                );
            }

            return missing.Count == 0;
        }

        void Refuse(Platform platform, string who, string code, string message, string nextStep) =>
            unusable.Add(new UnusableAccount(platform, who, new PlatformProblem(code, message, nextStep, Source)));
    }

    private async Task<(List<Found>? Pages, AccountsAnswer? Problem)> OfBusinessesAsync(
        FacebookAccess access,
        CancellationToken cancellationToken
    )
    {
        var (businesses, problem) = await FacebookLists.AllAsync(
            api,
            access,
            "GET /me/businesses",
            "me/businesses",
            "id,name",
            answer => answer.Read(FacebookJson.Default.FacebookListFacebookBusiness),
            cancellationToken
        );
        List<Found> found = [];
        foreach (var business in businesses ?? [])
        {
            foreach (var edge in (string[])["owned_pages", "client_pages"])
            {
                var (pages, failed) = await PagesAsync(
                    access,
                    $"GET /{{business}}/{edge}",
                    $"{business.Id}/{edge}",
                    Fields,
                    cancellationToken
                );
                if (pages is null)
                {
                    return (null, failed);
                }

                found.AddRange(pages.Select(page => new Found(page, business.Name)));
            }
        }

        return (businesses is null ? null : found, problem);
    }

    private Task<(List<FacebookPage>? Items, AccountsAnswer? Problem)> PagesAsync(
        FacebookAccess access,
        string operation,
        string path,
        string fields,
        CancellationToken cancellationToken
    ) =>
        FacebookLists.AllAsync(
            api,
            access,
            operation,
            path,
            fields,
            answer => answer.Read(FacebookJson.Default.FacebookListFacebookPage),
            cancellationToken
        );

    /// <summary>Lists of a business may leave a Page's token out.</summary>
    private async Task<string?> TokenAsync(FacebookAccess access, string pageId, CancellationToken cancellationToken)
    {
        var answer = await api.ReadAsync(
            access,
            "GET /{page}",
            pageId,
            new GraphForm().Add("fields", "access_token"),
            cancellationToken
        );
        return answer.Read(FacebookJson.Default.FacebookPage)?.AccessToken;
    }

    /// <param name="Parent">The business that holds it, for a Page that the person's own list lacks.</param>
    private sealed record Found(FacebookPage Page, string? Parent);
}
