using System.Text;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Pinterest;

/// <summary>Authorization code with the app's id and secret as Basic credentials, and refresh tokens that renew themselves.</summary>
/// <seealso href="https://developers.pinterest.com/docs/getting-started/set-up-authentication-and-authorization/"/>
internal sealed class PinterestLogin(
    PinterestApi api,
    PinterestAnswers answers,
    IOptions<PinterestOptions> options,
    TimeProvider time
) : IPlatformLogin
{
    public const string Name = "pinterest";

    private const string Source = "Pinterest API: Set up authentication and authorization";

    private static readonly char[] s_separators = [' ', ','];

    public LoginDescription Description { get; } =
        new(
            Name,
            "Pinterest",
            LoginFlow.Redirect,
            [Platform.Pinterest],
            App: "pinterest",
            Fields: [],
            [
                new("user_accounts:read", "Tell whose account it is.", "Connecting", Required: true),
                new("boards:read", "List the boards to choose from.", "Publishing", Required: true),
                new("boards:write", "Put new pins on a board: Pinterest asks for it with each.", "Publishing", Required: true),
                new("pins:read", "Find a pin whose answer was lost, and read its numbers.", "Publishing", Required: true),
                new("pins:write", "Make, change and delete pins.", "Publishing", Required: true),
            ],
            new RefreshRule(AtFraction: 0.7, MinimumAge: TimeSpan.Zero, Rotates: true),
            CanRevoke: false,
            Source
        );

    public Task<LoginStart> StartAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        if (request.App is not { } app)
        {
            return Task.FromResult<LoginStart>(new LoginStart.Refused(NoApp()));
        }

        var query = string.Join(
            '&',
            $"client_id={Escaped(app.ClientId)}",
            $"redirect_uri={Escaped(request.RedirectUri.OriginalString)}",
            "response_type=code",
            $"scope={Escaped(string.Join(',', request.Scopes))}",
            $"state={Escaped(request.State)}"
        );
        var url = $"{options.Value.AuthorizeBaseUrl.AbsoluteUri.TrimEnd('/')}/oauth/?{query}";
        return Task.FromResult<LoginStart>(new LoginStart.Redirect(new Uri(url), new Dictionary<string, Secret>()));
    }

    public Task<GrantAnswer> CompleteAsync(LoginReply reply, CancellationToken cancellationToken)
    {
        if (reply.App is not { } app)
        {
            return Task.FromResult<GrantAnswer>(new GrantAnswer.Refused(NoApp()));
        }

        if (reply.Parameters.TryGetValue("code", out var code) && code.Length > 0)
        {
            return TradeAsync(
                app,
                new Dictionary<string, string>
                {
                    ["grant_type"] = "authorization_code",
                    ["code"] = code,
                    ["redirect_uri"] = reply.RedirectUri.OriginalString,
                    // Apps of before September 2025 have to ask for the kind of refresh token that renews itself.
                    ["continuous_refresh"] = "true",
                },
                old: null,
                [.. Description.Scopes.Select(use => use.Scope)],
                cancellationToken
            );
        }

        var error = reply.Parameters.GetValueOrDefault("error");
        return Task.FromResult<GrantAnswer>(
            new GrantAnswer.Refused(
                new PlatformProblem(
                    error is { Length: > 0 and <= 64 } ? error : "atlas/no-code",
                    error is "access_denied" ? "The person declined." : "Pinterest sent the person back without a code.",
                    "Start again and allow what is asked for.",
                    Source
                )
            )
        );
    }

    public async Task<AccountsAnswer> ListAccountsAsync(Grant grant, PlatformApp? app, CancellationToken cancellationToken)
    {
        var answer = await api.ReadUserAsync(grant.Tokens.Access, cancellationToken);
        if (
            answer.Succeeded
            && answer.Read(PinterestJson.Default.PinterestUser) is { Id: { Length: > 0 } id, Username: { Length: > 0 } name } user
        )
        {
            return new AccountsAnswer.Accounts(
                [
                    new LoginAccount(
                        Platform.Pinterest,
                        id,
                        PinterestAccounts.Kind(user),
                        PinterestAccounts.DisplayName(user, name),
                        name,
                        user.PictureUrl,
                        grant.Tokens
                    ),
                ],
                []
            );
        }

        return answers.IsRefusal(answer)
            ? new AccountsAnswer.Refused(answers.Problem(answer))
            : new AccountsAnswer.Unavailable(answers.Problem(answer));
    }

    public async Task<GrantAnswer> RefreshAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        if (app is null)
        {
            return new GrantAnswer.Unavailable(NoApp());
        }

        return tokens.Refresh is { } refresh
            ? await TradeAsync(
                app,
                new Dictionary<string, string>
                {
                    ["grant_type"] = "refresh_token",
                    ["refresh_token"] = refresh.Reveal(),
                    ["continuous_refresh"] = "true",
                },
                tokens,
                channel.Scopes,
                cancellationToken
            )
            : new GrantAnswer.Refused(
                new PlatformProblem(
                    "atlas/no-refresh",
                    "There is no token to renew this one with.",
                    "Connect the channel again.",
                    Source
                )
            );
    }

    public Task<RevokeAnswer> RevokeAsync(
        Channel channel,
        TokenSet tokens,
        PlatformApp? app,
        CancellationToken cancellationToken
    ) =>
        // Pinterest's call for it takes the tokens of system users only.
        Task.FromResult<RevokeAnswer>(
            new RevokeAnswer.NotOffered("On Pinterest: Settings, Security, Connected apps, then disconnect the app.")
        );

    /// <param name="asked">Taken for what was granted, where the answer does not say.</param>
    private async Task<GrantAnswer> TradeAsync(
        PlatformApp app,
        Dictionary<string, string> form,
        TokenSet? old,
        IReadOnlyList<string> asked,
        CancellationToken cancellationToken
    )
    {
        var basic = new Secret(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{app.ClientId}:{app.ClientSecret.Reveal()}")));
        var answer = await api.TokenAsync(basic, form, cancellationToken);
        if (
            !answer.Succeeded
            || answer.Read(PinterestJson.Default.PinterestTokens)
                is not { Access: { Length: > 0 } access, ExpiresIn: > 0 } granted
        )
        {
            return Failed(answer);
        }

        var now = time.GetUtcNow();
        var scopes = granted.Scope?.Split(s_separators, StringSplitOptions.RemoveEmptyEntries) ?? [];
        var tokens = new TokenSet(
            new Secret(access),
            now,
            now.AddSeconds(granted.ExpiresIn),
            granted.Refresh is { Length: > 0 } fresh ? new Secret(fresh) : old?.Refresh,
            granted is { Refresh.Length: > 0, RefreshExpiresIn: > 0 and var life } ? now.AddSeconds(life) : old?.RefreshExpiresAt
        );
        return new GrantAnswer.Granted(
            scopes.Length > 0 ? new Grant(tokens, scopes, [.. asked.Except(scopes)]) : new Grant(tokens, asked, [])
        );
    }

    /// <summary>Pinterest's own no to what was traded; a limit, a server error or a proxy's page says nothing about the grant.</summary>
    private GrantAnswer Failed(PlatformAnswer answer)
    {
        var error = answers.Error(answer);
        return answer.Status is 400 or 401 && error is not null
            ? new GrantAnswer.Refused(
                new PlatformProblem(
                    error.Code,
                    "Pinterest does not take the code or the refresh token, or the app's id and secret are not the registered ones.",
                    "Connect the channel again. If it goes on: compare the app's id, secret and redirect address with those at Pinterest.",
                    Source
                )
            )
            : new GrantAnswer.Unavailable(
                answers.Problem(answer),
                (error?.RetryAfter ?? answer.RetryAfter(time.GetUtcNow())) is { } wait ? time.GetUtcNow() + wait : null
            );
    }

    private static PlatformProblem NoApp() =>
        new(
            "atlas/no-app",
            "No Pinterest app is set up here.",
            "Enter the app's id and secret in the platform's settings.",
            Source
        );

    private static string Escaped(string text) => Uri.EscapeDataString(text);
}
