using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.OAuth;

/// <summary>A GET shows who may log in and what is asked for, a POST is the person's decision.</summary>
internal sealed class OAuthDialog(OAuthServer server)
{
    private readonly OAuthSettings _settings = server.Settings;

    public RestAnswer Handle(RestCall call)
    {
        if (server.FindApp(call.World, Parameter(call, _settings.ClientIdName)) is not { } app)
        {
            return Problem($"The app ({_settings.ClientIdName}) is not known here.");
        }

        if (!Uri.TryCreate(Parameter(call, "redirect_uri"), UriKind.Absolute, out var redirect) || redirect.Fragment.Length > 0)
        {
            return Problem("redirect_uri must be a whole address without a fragment.");
        }

        // From here on the redirect address is trusted, so it hears of what is wrong.
        if (Parameter(call, "response_type") is not "code")
        {
            return Back(call, redirect, ("error", "unsupported_response_type"));
        }

        var challenge = Parameter(call, "code_challenge");
        var method = Parameter(call, "code_challenge_method");
        if (
            (_settings.Pkce is PkceRule.Required && challenge is null)
            || (_settings.Pkce is not PkceRule.Ignored && challenge is not null && method is not ("S256" or "plain" or null))
        )
        {
            return Back(
                call,
                redirect,
                ("error", "invalid_request"),
                ("error_description", "code_challenge with S256 is needed")
            );
        }

        var asked = (Parameter(call, "scope") ?? "").Split(_settings.ScopeSeparators, StringSplitOptions.RemoveEmptyEntries);
        if (asked.Length is 0 || asked.Except(_settings.KnownScopes).Any())
        {
            return Back(call, redirect, ("error", "invalid_scope"), ("error_description", "A scope is missing or not known"));
        }

        return call.Method is "POST" ? Decide(call, app, redirect, asked) : RestAnswer.Html(Page(call, app, asked));
    }

    private RestAnswer Decide(RestCall call, DeveloperApp app, Uri redirect, string[] asked)
    {
        var owner = call.Directory.Find(Parameter(call, "sandbox_user"));
        if (Parameter(call, "sandbox_decision") is not "allow" || owner is null)
        {
            return Back(call, redirect, [.. _settings.Denial]);
        }

        var declined = ConsentPage.Declined(name => Parameter(call, name), asked);
        var grant = new OAuthGrant(owner.Id, app, asked.Except(declined), declined)
        {
            Asked = call.Http.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
        };
        var book = call.World.OAuth(_settings.Platform);
        var code = new OAuthCode(
            _settings.CodePrefix + OAuthBook.NewSecret(48),
            Parameter(call, "redirect_uri") ?? "", // its exact text counts, not what a parser makes of it
            grant,
            Parameter(call, "code_challenge"),
            Parameter(call, "code_challenge_method"),
            call.Now + _settings.CodeLife
        );
        book.Add(grant);
        book.Add(code);
        call.Account = owner;
        return Back(call, redirect, [("code", code.Value), .. _settings.Granted?.Invoke(grant) ?? []]);
    }

    private string Page(RestCall call, DeveloperApp app, string[] asked) =>
        ConsentPage.Ask(
            _settings.Title,
            app.Name,
            asked,
            call.Http.Request.Query.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())),
            (_settings.Owners?.Invoke(call.World) ?? call.Directory.Accounts)
                .OrderBy(account => account.Id, StringComparer.Ordinal)
                .Select(account => (account.Username, $"{account.Name} (@{account.Username})"))
        );

    private static RestAnswer Back(RestCall call, Uri redirect, params (string Name, string Value)[] pairs)
    {
        var query = pairs.AsEnumerable();
        if (Parameter(call, "state") is { } state)
        {
            query = query.Append(("state", state));
        }

        var join = redirect.Query.Length > 0 ? '&' : '?';
        var text = string.Join('&', query.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}"));
        return RestAnswer.Redirect(redirect.GetLeftPart(UriPartial.Query) + join + text);
    }

    private static RestAnswer Problem(string text) => RestAnswer.Html(ConsentPage.Problem(text), StatusCodes.Status400BadRequest);

    private static string? Parameter(RestCall call, string name) => call.Body.Text(name) ?? call.Query(name);
}
