using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Threads;

/// <summary>
/// Consent at threads.net; the code becomes a token of an hour, which is traded at once for one of 60 days. That one is
/// itself traded for a fresh one while it lives.
/// </summary>
/// <seealso href="https://developers.facebook.com/documentation/threads/get-started/long-lived-tokens"/>
internal sealed class ThreadsLogin(ThreadsApi api, ThreadsTokenApi tokens, IOptions<ThreadsOptions> options) : IPlatformLogin
{
    public const string Name = "threads";
    public const string TokenSource = "Threads API: Long-Lived Access Tokens";

    private const string CodeSource = "Threads API: Get Access Tokens";

    public LoginDescription Description { get; } =
        new(
            Name,
            "Threads",
            LoginFlow.Redirect,
            [Platform.Threads],
            App: "threads",
            Fields: [],
            [
                new("threads_basic", "Read the profile and its posts.", "Connecting", Required: true),
                new("threads_content_publish", "Publish posts, threads and first comments.", "Publishing", Required: true),
                new("threads_delete", "Delete posts when you ask for it.", "Deleting", Required: false),
                new(
                    "threads_read_replies",
                    "Read replies, and find a thread's part whose answer was lost.",
                    "Comments",
                    Required: false
                ),
                new("threads_manage_replies", "Answer and hide replies.", "Comments", Required: false),
                new("threads_location_tagging", "Tag the place of a post.", "Places", Required: false),
                new("threads_manage_insights", "Read views, likes and other numbers.", "Insights", Required: false),
            ],
            new RefreshRule(AtFraction: 0.5, MinimumAge: TimeSpan.FromHours(24), Rotates: false, WithoutRefreshToken: true),
            CanRevoke: false,
            CodeSource
        );

    public Task<LoginStart> StartAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        if (request.App is not { } app)
        {
            return Task.FromResult<LoginStart>(new LoginStart.Refused(NoApp()));
        }

        var query = new GraphForm()
            .Add("client_id", app.ClientId)
            .Add("redirect_uri", request.RedirectUri.OriginalString)
            .Add("scope", string.Join(',', request.Scopes))
            .Add("response_type", "code")
            .Add("state", request.State);
        var url = $"{options.Value.AuthorizeBaseUrl.AbsoluteUri.TrimEnd('/')}/oauth/authorize{query.ToQuery()}";
        return Task.FromResult<LoginStart>(new LoginStart.Redirect(new Uri(url), new Dictionary<string, Secret>()));
    }

    public async Task<GrantAnswer> CompleteAsync(LoginReply reply, CancellationToken cancellationToken)
    {
        if (reply.App is not { } app)
        {
            return new GrantAnswer.Refused(NoApp());
        }

        if (!reply.Parameters.TryGetValue("code", out var code) || code.Length == 0)
        {
            var error = reply.Parameters.GetValueOrDefault("error");
            return new GrantAnswer.Refused(
                new PlatformProblem(
                    error is { Length: > 0 and <= 64 } ? error : "atlas/no-code",
                    error is "access_denied" ? "The person declined." : "Threads sent the person back without a code.",
                    "Start again and allow what is asked for.",
                    CodeSource
                )
            );
        }

        // Threads hangs #_ on the code.
        var (shortToken, refused) = await tokens.ExchangeCodeAsync(
            app,
            reply.RedirectUri,
            new Secret(code.EndsWith("#_", StringComparison.Ordinal) ? code[..^2] : code),
            cancellationToken
        );
        if (shortToken is null)
        {
            return refused!;
        }

        var longToken = await tokens.ExchangeShortAsync(app, shortToken, cancellationToken);
        return longToken is GrantAnswer.Granted { Grant: var grant }
            ? new GrantAnswer.Granted(await WithScopesAsync(grant, app, cancellationToken))
            : longToken;
    }

    public async Task<AccountsAnswer> ListAccountsAsync(Grant grant, PlatformApp? app, CancellationToken cancellationToken)
    {
        var answer = await api.ReadProfileAsync(
            new ThreadsAccess("me", grant.Tokens.Access, app?.ClientSecret),
            cancellationToken
        );
        if (answer.Read(ThreadsJson.Default.ThreadsProfile) is { Id: { Length: > 0 } id, Username: { Length: > 0 } username } me)
        {
            return new AccountsAnswer.Accounts(
                [
                    new LoginAccount(
                        Platform.Threads,
                        id,
                        "profile",
                        me.Name is { Length: > 0 } name ? name : username,
                        username,
                        me.PictureUrl,
                        grant.Tokens
                    ),
                ],
                []
            );
        }

        var problem = ThreadsErrors.Product.Problem(answer);
        return ThreadsErrors.Product.IsRefusal(answer)
            ? new AccountsAnswer.Refused(problem)
            : new AccountsAnswer.Unavailable(problem);
    }

    public Task<GrantAnswer> RefreshAsync(
        Channel channel,
        TokenSet tokenSet,
        PlatformApp? app,
        CancellationToken cancellationToken
    ) => tokens.RefreshAsync(tokenSet.Access, channel.Scopes, cancellationToken);

    public Task<RevokeAnswer> RevokeAsync(
        Channel channel,
        TokenSet tokenSet,
        PlatformApp? app,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<RevokeAnswer>(
            new RevokeAnswer.NotOffered("In the Threads app: Settings, Account, Website permissions, then remove the app.")
        );

    /// <summary>A person may untick permissions. Where Threads does not tell what was granted, those asked for are taken for it.</summary>
    private async Task<Grant> WithScopesAsync(Grant grant, PlatformApp app, CancellationToken cancellationToken)
    {
        var asked = Description.Scopes.Select(use => use.Scope).ToList();
        var answer = await api.ReadTokenAsync(new ThreadsAccess("me", grant.Tokens.Access, app.ClientSecret), cancellationToken);
        return answer.Read(ThreadsJson.Default.ThreadsTokenFacts)?.Data?.Scopes is { Count: > 0 } scopes
            ? grant with
            {
                Scopes = [.. scopes],
                Declined = [.. asked.Except(scopes)],
            }
            : grant with
            {
                Scopes = asked,
            };
    }

    private static PlatformProblem NoApp() =>
        new(
            "atlas/no-app",
            "No Threads app is set up here.",
            "Enter the Threads app's id and secret (not the Meta app's) in the platform's settings.",
            CodeSource
        );
}
