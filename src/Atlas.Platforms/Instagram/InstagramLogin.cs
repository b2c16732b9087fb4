using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Instagram;

/// <summary>Instagram Login: a professional account without a Page. Its token lives 60 days and is itself traded for the next.</summary>
/// <seealso href="https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login"/>
internal sealed class InstagramLogin(GraphClient graph, InstagramApi api, IOptions<InstagramOptions> options, TimeProvider time)
    : IPlatformLogin
{
    private const string Source = "Instagram Platform: Business Login";
    private const string How = "Instagram: Settings, Website permissions, Apps and websites";

    private static readonly ScopeUse[] s_scopes =
    [
        new("instagram_business_basic", "Reads your account's name and media.", "Connecting", Required: true),
        new("instagram_business_content_publish", "Publishes on your account.", "Publishing", Required: true),
        new(
            "instagram_business_manage_comments",
            "Writes the first comment under your posts, and reads and answers comments.",
            "Comments",
            Required: false
        ),
        new("instagram_business_manage_insights", "Reads how your posts do.", "Insights", Required: false),
    ];

    private readonly string _graph = options.Value.GraphInstagramBaseUrl.AbsoluteUri.TrimEnd('/');

    public LoginDescription Description { get; } =
        new(
            "instagram",
            "Instagram Login",
            LoginFlow.Redirect,
            [Platform.Instagram],
            App: "instagram",
            Fields: [],
            s_scopes,
            new RefreshRule(AtFraction: 0.6, TimeSpan.FromHours(24), Rotates: false, WithoutRefreshToken: true),
            CanRevoke: false,
            Source
        );

    public Task<LoginStart> StartAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        if (request.App is not { } app)
        {
            return Task.FromResult<LoginStart>(
                new LoginStart.Refused(MetaLoginProblems.NoApp("instagram", "Instagram Login", Source))
            );
        }

        var query = new GraphForm()
            .Add("client_id", app.ClientId)
            .Add("redirect_uri", request.RedirectUri.OriginalString)
            .Add("response_type", "code")
            .Add("scope", string.Join(',', request.Scopes))
            .Add("state", request.State);
        var url = $"{options.Value.ConsentBaseUrl.AbsoluteUri.TrimEnd('/')}/oauth/authorize{query.ToQuery()}";
        return Task.FromResult<LoginStart>(new LoginStart.Redirect(new Uri(url), new Dictionary<string, Secret>()));
    }

    public async Task<GrantAnswer> CompleteAsync(LoginReply reply, CancellationToken cancellationToken)
    {
        if (reply.App is not { } app)
        {
            return new GrantAnswer.Refused(MetaLoginProblems.NoApp("instagram", "Instagram Login", Source));
        }

        if (MetaLoginProblems.Callback(reply, "Instagram", Source) is { } problem)
        {
            return new GrantAnswer.Refused(problem);
        }

        // Instagram puts #_ behind the address; some clients hand it over with the code.
        var code = reply.Parameters["code"];
        var form = new GraphForm()
            .Add("client_id", app.ClientId)
            .Add("client_secret", app.ClientSecret.Reveal())
            .Add("grant_type", "authorization_code")
            .Add("redirect_uri", reply.RedirectUri.OriginalString)
            .Add("code", code.EndsWith("#_", StringComparison.Ordinal) ? code[..^2] : code);
        var answer = await graph.WriteAsync(
            "POST /oauth/access_token",
            $"{options.Value.TokenBaseUrl.AbsoluteUri.TrimEnd('/')}/oauth/access_token",
            token: null,
            form,
            options.Value.ReadTimeout,
            cancellationToken
        );
        return ReadToken(answer) is { AccessToken: { Length: > 0 } value } token
            ? await LengthenAsync(app, new Secret(value), token.Scopes, cancellationToken)
            : NotTraded(answer);
    }

    public async Task<AccountsAnswer> ListAccountsAsync(Grant grant, PlatformApp? app, CancellationToken cancellationToken)
    {
        var answer = await api.ReadProfileAsync(
            new InstagramAccess(Description.Name, "me", grant.Tokens.Access, app),
            "me",
            "user_id,account_type,username,name,profile_picture_url",
            cancellationToken
        );
        if (
            answer.Read(InstagramJson.Default.InstagramProfile) is not { } profile
            || (profile.UserId ?? profile.Id) is not { } id
        )
        {
            var problem = InstagramAnswers.Product.Problem(answer);
            return InstagramAnswers.Product.IsRefusal(answer)
                ? new AccountsAnswer.Refused(problem)
                : new AccountsAnswer.Unavailable(problem);
        }

        var name = profile.Name ?? profile.Username ?? id;
        if (profile.AccountType is "PERSONAL")
        {
            var personal = new PlatformProblem(
                "account/personal",
                "This is a personal account: Instagram lets apps publish for professional ones only.",
                "Switch it to a business or creator account in the Instagram app, then connect again.",
                Source
            );
            return new AccountsAnswer.Accounts([], [new UnusableAccount(Platform.Instagram, name, personal)]);
        }

        var account = new LoginAccount(
            Platform.Instagram,
            id,
            profile.AccountType is "BUSINESS" or null ? "business" : "creator",
            name,
            profile.Username,
            profile.PictureUrl,
            grant.Tokens
        );
        return new AccountsAnswer.Accounts([account], []);
    }

    public async Task<GrantAnswer> RefreshAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var query = new GraphForm()
            .Add("grant_type", "ig_refresh_token")
            .Add("access_token", tokens.Access.Reveal())
            .Add("appsecret_proof", app is null ? null : AppSecretProof.Compute(app.ClientSecret, tokens.Access));
        var answer = await graph.ReadAsync(
            "GET /refresh_access_token",
            $"{_graph}/refresh_access_token{query.ToQuery()}",
            token: null,
            options.Value.ReadTimeout,
            cancellationToken
        );
        if (answer.Read(InstagramJson.Default.InstagramToken) is { AccessToken: { Length: > 0 } } token)
        {
            return new GrantAnswer.Granted(Granted(token, now, token.Scopes ?? channel.Scopes));
        }

        // A token that is too young or a broken service says nothing about the grant.
        var isDead =
            answer is { Outcome: CallOutcome.Answered, Status: < 500 }
            && InstagramAnswers.Product.Rule(answer) is { Reaction: MetaReaction.Reconnect or MetaReaction.Permission };
        var problem = InstagramAnswers.Product.Problem(answer);
        return isDead
            ? new GrantAnswer.Refused(problem)
            : new GrantAnswer.Unavailable(
                problem,
                (answer.Usage.RegainIn ?? answer.Usage.RetryAfter) is { } wait ? now + wait : null
            );
    }

    public Task<RevokeAnswer> RevokeAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    ) => Task.FromResult<RevokeAnswer>(new RevokeAnswer.NotOffered(How));

    public async Task<WebhookAnswer> SubscribeAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        var access = new InstagramAccess(Description.Name, channel.AccountId, tokens.Access, app);
        var answer = await api.SubscribeAsync(access, "comments,mentions", cancellationToken);
        if (answer.Read(InstagramJson.Default.InstagramDone) is not { Success: true })
        {
            return new WebhookAnswer.Failed(InstagramAnswers.Product.Problem(answer));
        }

        var list = await api.ListSubscriptionsAsync(access, cancellationToken);
        var ours = list.Read(InstagramJson.Default.InstagramPageInstagramSubscription)
            ?.Data?.FirstOrDefault(entry => app is null || (entry.AppId ?? entry.Id) == app.ClientId);
        return ours?.Fields is { Count: > 0 } fields
            ? new WebhookAnswer.Subscribed(fields)
            : new WebhookAnswer.Failed(
                list.Succeeded
                    ? new PlatformProblem(
                        "webhook/none",
                        "Instagram took the subscription and does not show it.",
                        "Try again later.",
                        "Instagram Platform: Webhooks"
                    )
                    : InstagramAnswers.Product.Problem(list)
            );
    }

    private async Task<GrantAnswer> LengthenAsync(
        PlatformApp app,
        Secret shortLived,
        IReadOnlyList<string>? scopes,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var query = new GraphForm()
            .Add("grant_type", "ig_exchange_token")
            .Add("client_secret", app.ClientSecret.Reveal())
            .Add("access_token", shortLived.Reveal())
            .Add("appsecret_proof", AppSecretProof.Compute(app.ClientSecret, shortLived));
        var answer = await graph.ReadAsync(
            "GET /access_token",
            $"{_graph}/access_token{query.ToQuery()}",
            token: null,
            options.Value.ReadTimeout,
            cancellationToken
        );
        if (answer.Read(InstagramJson.Default.InstagramToken) is not { AccessToken: { Length: > 0 } value } token)
        {
            return MetaLoginProblems.Grant(InstagramAnswers.Product, answer, now, Source);
        }

        // The id for our app, which callbacks name; the account's own is another number.
        var access = new InstagramAccess(Description.Name, "me", new Secret(value), app);
        var profile = await api.ReadProfileAsync(access, "me", "id", cancellationToken);
        return profile.Read(InstagramJson.Default.InstagramProfile)?.Id is { } person
            ? new GrantAnswer.Granted(
                Granted(token, now, scopes ?? [.. s_scopes.Select(scope => scope.Scope)]) with
                {
                    PersonId = person,
                }
            )
            : MetaLoginProblems.Grant(InstagramAnswers.Product, profile, now, Source);
    }

    private static Grant Granted(InstagramToken token, DateTimeOffset now, IReadOnlyList<string> scopes) =>
        new(
            new TokenSet(
                new Secret(token.AccessToken!),
                now,
                token.ExpiresIn is > 0 and var seconds ? now + TimeSpan.FromSeconds(seconds) : null
            ),
            scopes,
            [.. s_scopes.Select(scope => scope.Scope).Except(scopes)]
        );

    private GrantAnswer NotTraded(GraphAnswer answer)
    {
        if (answer is { Outcome: CallOutcome.Answered, Status: >= 400 and < 500 and not 429 } && Error(answer) is { } error)
        {
            return new GrantAnswer.Refused(
                new PlatformProblem(
                    $"{error.Code}",
                    "Instagram does not take the code: it was used, has expired, or the app's credentials or callback address differ.",
                    "Start the connection again; if it goes on, check the app's settings at Meta.",
                    Source
                )
            );
        }

        return MetaLoginProblems.Grant(InstagramAnswers.Product, answer, time.GetUtcNow(), Source);
    }

    private static InstagramToken? ReadToken(GraphAnswer answer) =>
        answer.Read(InstagramJson.Default.InstagramTokenList)?.Data is [var first, ..]
            ? first
            : answer.Read(InstagramJson.Default.InstagramToken);

    private static InstagramTokenError? Error(GraphAnswer answer)
    {
        try
        {
            return answer.Body is [] ? null
                : JsonSerializer.Deserialize(answer.Body, InstagramJson.Default.InstagramTokenError) is { Type: not null } error
                    ? error
                : null;
        }
        catch (JsonException)
        {
            return null; // not Instagram's words
        }
    }
}
