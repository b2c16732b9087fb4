using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Threads;

/// <summary>The three trades of the login. Their host takes no version.</summary>
/// <seealso href="https://developers.facebook.com/documentation/threads/get-started/get-access-tokens-and-permissions"/>
internal sealed class ThreadsTokenApi(PlatformHttp http, GraphClient graph, IOptions<ThreadsOptions> options, TimeProvider time)
{
    private readonly string _root = options.Value.GraphBaseUrl.AbsoluteUri.TrimEnd('/');

    /// <returns>The token of an hour, or why there is none.</returns>
    public async Task<(Secret? Token, GrantAnswer? Failed)> ExchangeCodeAsync(
        PlatformApp app,
        Uri redirectUri,
        Secret code,
        CancellationToken cancellationToken
    )
    {
        var form = new GraphForm()
            .Add("client_id", app.ClientId)
            .Add("client_secret", app.ClientSecret.Reveal())
            .Add("grant_type", "authorization_code")
            .Add("redirect_uri", redirectUri.OriginalString)
            .Add("code", code.Reveal());
        var answer = await http.SendAsync(
            new PlatformRequest(
                "POST /oauth/access_token",
                HttpMethod.Post,
                $"{_root}/oauth/access_token",
                options.Value.ReadTimeout,
                Token: null,
                form.ToContent
            ),
            cancellationToken
        );
        if (answer.Succeeded && answer.Read(ThreadsJson.Default.ThreadsShortToken)?.AccessToken is { Length: > 0 } token)
        {
            return (new Secret(token), null);
        }

        // A refused code has a shape of its own; the message beside it is English and may quote what was sent.
        return
            answer.Status is >= 400 and < 500 and not 429
            && answer.Read(ThreadsJson.Default.ThreadsTokenError) is { Type: { Length: > 0 } } error
            ? (
                null,
                new GrantAnswer.Refused(
                    new PlatformProblem(
                        $"oauth/{error.Code}",
                        "Threads does not take the code, or the app's id, secret or redirect address is not the registered one.",
                        "Start again. If it goes on: compare the app's id, secret and redirect address with those at Meta.",
                        "Threads API: Get Access Tokens"
                    )
                )
            )
            : (null, new GrantAnswer.Unavailable(Unanswered(answer), RetryAt(answer)));
    }

    public async Task<GrantAnswer> ExchangeShortAsync(PlatformApp app, Secret shortToken, CancellationToken cancellationToken) =>
        await TradeAsync(
            "GET /access_token",
            "access_token",
            new GraphForm().Add("grant_type", "th_exchange_token").Add("client_secret", app.ClientSecret.Reveal()),
            shortToken,
            scopes: [],
            cancellationToken
        );

    public async Task<GrantAnswer> RefreshAsync(
        Secret token,
        IReadOnlyList<string> scopes,
        CancellationToken cancellationToken
    ) =>
        await TradeAsync(
            "GET /refresh_access_token",
            "refresh_access_token",
            new GraphForm().Add("grant_type", "th_refresh_token"),
            token,
            scopes,
            cancellationToken
        );

    /// <summary>Each trade leaves the token that was traded alive, so that a lost answer costs nothing.</summary>
    private async Task<GrantAnswer> TradeAsync(
        string operation,
        string path,
        GraphForm query,
        Secret token,
        IReadOnlyList<string> scopes,
        CancellationToken cancellationToken
    )
    {
        var answer = await graph.ReadAsync(
            operation,
            $"{_root}/{path}{query.Add("access_token", token.Reveal()).ToQuery()}",
            token,
            options.Value.ReadTimeout,
            cancellationToken
        );
        if (
            answer.Read(ThreadsJson.Default.ThreadsLongToken) is
            { AccessToken: { Length: > 0 } fresh, ExpiresIn: > 0 and var life }
        )
        {
            var now = time.GetUtcNow();
            return new GrantAnswer.Granted(
                new Grant(new TokenSet(new Secret(fresh), now, now.AddSeconds(life)), scopes, Declined: [])
            );
        }

        var problem = ThreadsErrors.Product.Problem(answer);
        return !answer.IsServerFault && ThreadsErrors.Product.Rule(answer) is { Reaction: MetaReaction.Reconnect }
            ? new GrantAnswer.Refused(problem)
            : new GrantAnswer.Unavailable(
                problem,
                (answer.Usage.RegainIn ?? answer.Usage.RetryAfter) is { } wait ? time.GetUtcNow() + wait : null
            );
    }

    private DateTimeOffset? RetryAt(PlatformAnswer answer) =>
        answer.RetryAfter(time.GetUtcNow()) is { } wait ? time.GetUtcNow() + wait : null;

    private static PlatformProblem Unanswered(PlatformAnswer answer) =>
        answer.Outcome is not CallOutcome.Answered
            ? new("atlas/unreachable", "Threads could not be reached, or its answer did not arrive.", "Start again.", null)
            : new($"http/{answer.Status}", $"Threads answered with status {answer.Status}.", "Start again in a while.", null);
}
