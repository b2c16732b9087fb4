using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Facebook;

/// <summary>Facebook Login: one consent opens the person's Pages and the Instagram accounts behind them.</summary>
/// <remarks>A Page's token made from a long-lived one does not end, so nothing is refreshed; it dies with the person's consent, password or role.</remarks>
/// <seealso href="https://developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived"/>
internal sealed class FacebookLogin(
    GraphClient graph,
    FacebookApi api,
    FacebookPages pages,
    IOptions<FacebookOptions> options,
    TimeProvider time
) : IPlatformLogin
{
    private const string Source = "Facebook Login: Access Tokens";
    private const string How = "Facebook: Settings, Business integrations";

    private readonly string _root = $"{options.Value.GraphBaseUrl.AbsoluteUri.TrimEnd('/')}/{options.Value.Version}/";
    private readonly string _dialog =
        $"{options.Value.DialogBaseUrl.AbsoluteUri.TrimEnd('/')}/{options.Value.Version}/dialog/oauth";

    public LoginDescription Description { get; } =
        new(
            "facebook",
            "Facebook Login",
            LoginFlow.Redirect,
            [Platform.Facebook, Platform.Instagram],
            App: "meta",
            Fields: [],
            FacebookScopes.All,
            Refresh: null,
            CanRevoke: true,
            Source
        );

    public Task<LoginStart> StartAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        if (request.App is not { } app)
        {
            return Task.FromResult<LoginStart>(new LoginStart.Refused(MetaLoginProblems.NoApp("meta", "Facebook Login", Source)));
        }

        // rerequest: a permission that was declined before is otherwise not asked for again.
        var query = new GraphForm()
            .Add("client_id", app.ClientId)
            .Add("redirect_uri", request.RedirectUri.OriginalString)
            .Add("state", request.State)
            .Add("response_type", "code")
            .Add("scope", string.Join(',', request.Scopes))
            .Add("auth_type", "rerequest");
        return Task.FromResult<LoginStart>(
            new LoginStart.Redirect(new Uri($"{_dialog}{query.ToQuery()}"), new Dictionary<string, Secret>())
        );
    }

    public async Task<GrantAnswer> CompleteAsync(LoginReply reply, CancellationToken cancellationToken)
    {
        if (reply.App is not { } app)
        {
            return new GrantAnswer.Refused(MetaLoginProblems.NoApp("meta", "Facebook Login", Source));
        }

        if (MetaLoginProblems.Callback(reply, "Facebook", Source) is { } problem)
        {
            return new GrantAnswer.Refused(problem);
        }

        var exchanged = await graph.WriteAsync(
            "POST /oauth/access_token",
            $"{_root}oauth/access_token",
            token: null,
            new GraphForm()
                .Add("client_id", app.ClientId)
                .Add("client_secret", app.ClientSecret.Reveal())
                .Add("redirect_uri", reply.RedirectUri.OriginalString)
                .Add("code", reply.Parameters["code"]),
            options.Value.ReadTimeout,
            cancellationToken
        );
        if (exchanged.Read(FacebookJson.Default.FacebookToken) is not { AccessToken: { Length: > 0 } shortLived })
        {
            return MetaLoginProblems.Grant(FacebookErrors.Product, exchanged, time.GetUtcNow(), Source);
        }

        return await LengthenAsync(app, new Secret(shortLived), cancellationToken);
    }

    public async Task<AccountsAnswer> ListAccountsAsync(Grant grant, PlatformApp? app, CancellationToken cancellationToken) =>
        await pages.ListAsync(grant, app, cancellationToken) is var found
        && found is AccountsAnswer.Accounts accounts
        && grant.Scopes.Contains(FacebookScopes.AdsRead)
            ? await FacebookAdAccounts.AddAsync(api, accounts, grant, app, cancellationToken)
            : found;

    public Task<GrantAnswer> RefreshAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("Facebook Login has no refresh: its description says so.");

    /// <summary>Ends every token of this person for the app, those of other Pages too: Meta knows no smaller unit.</summary>
    public async Task<RevokeAnswer> RevokeAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        if (tokens.Owner is not { } owner)
        {
            return new RevokeAnswer.NotOffered(How); // a Page's token can't end its person's consent
        }

        var answer = await api.DeleteAsync(new FacebookAccess("me", owner, app), "me/permissions", cancellationToken);
        var isDead =
            answer.Read(FacebookJson.Default.FacebookPublished) is { Success: true }
            || FacebookErrors.Product.Rule(answer) is { Reaction: MetaReaction.Reconnect };
        return isDead ? new RevokeAnswer.Revoked() : new RevokeAnswer.Unavailable(FacebookErrors.Product.Problem(answer));
    }

    /// <summary>An Instagram account behind a Page gets its webhooks through the Page's subscription.</summary>
    public Task<WebhookAnswer> SubscribeAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    ) => FacebookWebhooks.SubscribeAsync(api, new FacebookAccess("me", tokens.Access, app), app, cancellationToken);

    private async Task<GrantAnswer> LengthenAsync(PlatformApp app, Secret shortLived, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var query = new GraphForm()
            .Add("grant_type", "fb_exchange_token")
            .Add("client_id", app.ClientId)
            .Add("client_secret", app.ClientSecret.Reveal())
            .Add("fb_exchange_token", shortLived.Reveal());
        var answer = await graph.ReadAsync(
            "GET /oauth/access_token",
            $"{_root}oauth/access_token{query.ToQuery()}",
            token: null,
            options.Value.ReadTimeout,
            cancellationToken
        );
        if (answer.Read(FacebookJson.Default.FacebookToken) is not { AccessToken: { Length: > 0 } value } token)
        {
            return MetaLoginProblems.Grant(FacebookErrors.Product, answer, now, Source);
        }

        var tokens = new TokenSet(
            new Secret(value),
            now,
            token.ExpiresIn is > 0 and var seconds ? now + TimeSpan.FromSeconds(seconds) : null
        );
        var permissions = await api.ReadAsync(
            new FacebookAccess("me", tokens.Access, app),
            "GET /me/permissions",
            "me/permissions",
            new GraphForm(),
            cancellationToken
        );
        if (permissions.Read(FacebookJson.Default.FacebookListFacebookPermission)?.Data is not { } list)
        {
            return MetaLoginProblems.Grant(FacebookErrors.Product, permissions, now, Source);
        }

        var me = await api.ReadIdAsync(new FacebookAccess("me", tokens.Access, app), "me", cancellationToken);
        return me.ReadId() is { } person
            ? new GrantAnswer.Granted(
                new Grant(tokens, Named(list, granted: true), Named(list, granted: false), PersonId: person)
            )
            : MetaLoginProblems.Grant(FacebookErrors.Product, me, now, Source);
    }

    private static IReadOnlyList<string> Named(IReadOnlyList<FacebookPermission> list, bool granted) =>
        [
            .. list.Where(permission => permission.Name is not null && permission.Status is "granted" == granted)
                .Select(permission => permission.Name!),
        ];
}
