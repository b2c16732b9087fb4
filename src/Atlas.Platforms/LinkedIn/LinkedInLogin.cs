using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.LinkedIn;

/// <summary>One consent of a member opens the member's own account and the pages that the member manages, all with one token.</summary>
internal sealed class LinkedInLogin(
    LinkedInTokens tokens,
    LinkedInAccountList accounts,
    LinkedInAnswers answers,
    IOptions<LinkedInOptions> options
) : IPlatformLogin
{
    private const string FlowPage = "LinkedIn API: Authorization Code Flow";
    private const string RefreshPage = "LinkedIn API: Refresh Tokens with OAuth 2.0";
    private const string RevokeByHand =
        "At linkedin.com under Settings, Data privacy, Permitted services the person can take the access away.";

    private readonly IReadOnlyList<ScopeUse> _scopes = LinkedInScopes.Of(options.Value.Product);

    public LoginDescription Description { get; } =
        new(
            "linkedin",
            "LinkedIn",
            LoginFlow.Redirect,
            [Platform.LinkedIn],
            App: "linkedin",
            Fields: [],
            LinkedInScopes.Of(options.Value.Product),
            // Of 60 days. Only approved apps get refresh tokens, good for a year from the consent, which refreshing does not prolong.
            new RefreshRule(AtFraction: 0.8, MinimumAge: TimeSpan.FromHours(1), Rotates: false),
            CanRevoke: true,
            FlowPage
        );

    public Task<LoginStart> StartAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        if (request.App is not { } app)
        {
            return Task.FromResult<LoginStart>(new LoginStart.Refused(NoApp()));
        }

        // No PKCE: LinkedIn offers it to native clients alone; the state and the secret guard this flow.
        (string Name, string Value)[] query =
        [
            ("response_type", "code"),
            ("client_id", app.ClientId),
            ("redirect_uri", request.RedirectUri.OriginalString),
            ("state", request.State),
            ("scope", string.Join(' ', request.Scopes)),
        ];
        var url =
            $"{tokens.AuthorizeUrl}?{string.Join('&', query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"))}";
        return Task.FromResult<LoginStart>(new LoginStart.Redirect(new Uri(url), new Dictionary<string, Secret>()));
    }

    public async Task<GrantAnswer> CompleteAsync(LoginReply reply, CancellationToken cancellationToken)
    {
        if (reply.App is not { } app)
        {
            return new GrantAnswer.Refused(NoApp());
        }

        if (reply.Parameters.GetValueOrDefault("error") is { } error)
        {
            return new GrantAnswer.Refused(Declined(error));
        }

        if (reply.Parameters.GetValueOrDefault("code") is not { Length: > 0 } code)
        {
            return new GrantAnswer.Refused(
                new PlatformProblem("atlas/no-code", "LinkedIn sent no code back.", "Start connecting again.", FlowPage)
            );
        }

        var answer = await tokens.TradeCodeAsync(app, code, reply.RedirectUri, cancellationToken);
        if (tokens.GrantOf(answer, _scopes) is { } grant)
        {
            return new GrantAnswer.Granted(grant);
        }

        return LinkedInTokens.ErrorOf(answer) is { } refusal
            ? new GrantAnswer.Refused(TokenProblem(refusal, "LinkedIn did not take the code: it is used up or too old."))
            : new GrantAnswer.Unavailable(answers.Problem(answer));
    }

    public Task<AccountsAnswer> ListAccountsAsync(Grant grant, PlatformApp? app, CancellationToken cancellationToken) =>
        accounts.ListAsync(grant, cancellationToken);

    public async Task<GrantAnswer> RefreshAsync(
        Channel channel,
        TokenSet current,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        if (app is null || current.Refresh is not { } refresh)
        {
            // No news about the grant: the access token lives on until its own end.
            return new GrantAnswer.Unavailable(
                app is null
                    ? NoApp()
                    : new PlatformProblem(
                        "atlas/no-refresh-token",
                        "LinkedIn gives refresh tokens to approved apps only, and gave none for this channel.",
                        "Connect the channel again before its access ends.",
                        RefreshPage
                    )
            );
        }

        var answer = await tokens.RefreshAsync(app, refresh, cancellationToken);
        if (tokens.GrantOf(answer, _scopes, current) is { } grant)
        {
            return new GrantAnswer.Granted(grant);
        }

        var error = LinkedInTokens.ErrorOf(answer);
        if (error is null or "invalid_client" or "unauthorized_client")
        {
            return new GrantAnswer.Unavailable(error is null ? answers.Problem(answer) : TokenProblem(error, BadApp));
        }

        // LinkedIn says the same of a dead token and of a bad request: only the token's own state settles it.
        return error == "invalid_grant" || await tokens.IsDeadAsync(app, refresh, cancellationToken) is true
            ? new GrantAnswer.Refused(
                TokenProblem(error, "The year that LinkedIn gives is over, or the member took the access away.")
            )
            : new GrantAnswer.Unavailable(TokenProblem(error, "LinkedIn did not renew the access."));
    }

    public async Task<RevokeAnswer> RevokeAsync(
        Channel channel,
        TokenSet current,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        if (app is null)
        {
            return new RevokeAnswer.NotOffered(RevokeByHand);
        }

        var answer = await tokens.RevokeAsync(app, current.Access, cancellationToken);
        return answer switch
        {
            { Succeeded: true } => new RevokeAnswer.Revoked(),
            { Status: 404 or 405 } => new RevokeAnswer.NotOffered(RevokeByHand), // no official page documents the call
            { Status: >= 400 and < 500 and not 429 }
                when await tokens.IsDeadAsync(app, current.Access, cancellationToken) is true => new RevokeAnswer.Revoked(),
            _ => new RevokeAnswer.Unavailable(answers.Problem(answer)),
        };
    }

    private const string BadApp = "LinkedIn does not know the developer app or its secret.";

    private static PlatformProblem NoApp() =>
        new(
            "atlas/no-app",
            "There is no LinkedIn app to connect with.",
            "Enter the client id and secret of a developer app of yours.",
            FlowPage
        );

    private static PlatformProblem Declined(string error) =>
        error switch
        {
            "user_cancelled_login" or "user_cancelled_authorize" => new(
                error,
                "You did not let LinkedIn connect the account.",
                "Start again, and allow it.",
                FlowPage
            ),
            "unauthorized_scope_error" => new(
                error,
                "The developer app may not ask for one of the permissions.",
                "Add the product to the app at LinkedIn, or set Platforms:LinkedIn:Product to the product that it has.",
                FlowPage
            ),
            _ => new(error, "LinkedIn did not connect the account.", "Start again.", FlowPage),
        };

    private static PlatformProblem TokenProblem(string error, string message) =>
        error is "invalid_client" or "unauthorized_client"
            ? new(error, BadApp, "Check the client id and secret of the LinkedIn app.", FlowPage)
            : new(error, message, "Connect the account again.", FlowPage);
}
