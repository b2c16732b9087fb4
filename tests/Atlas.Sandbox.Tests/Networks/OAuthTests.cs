using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.Tests.Networks;

public sealed class OAuthTests : SandboxTest
{
    private const string Redirect = "http://127.0.0.1:9/callback?tenant=1";
    private const string Verifier = "0123456789012345678901234567890123456789-._~abc";

    private protected override IReadOnlyList<ISandboxNetwork> Networks(NetworkServices services) =>
        [
            new ChirperNetwork(
                services,
                ChirperNetwork.Usual with
                {
                    Pkce = PkceRule.Required,
                    CodeLife = TimeSpan.FromSeconds(30),
                }
            ),
        ];

    [Fact]
    public async Task The_page_asks_with_a_box_per_scope_and_names_who_may_log_in()
    {
        var page = await Http.GetStringAsync(Address());

        Assert.Contains("""name="sandbox_scope" value="read" checked""", page);
        Assert.Contains("""name="sandbox_user" value="harbour.bakery" checked""", page);
        Assert.Contains("""name="state" value="x&amp;y" """.TrimEnd(), page);
    }

    [Fact]
    public async Task Consent_leads_to_a_token_of_the_chosen_account()
    {
        var back = await DecideAsync(("sandbox_user", "northlight.studio"), ("sandbox_decision", "allow"));
        Assert.Equal(("1", "x&y"), (back["tenant"], back["state"]));

        var (status, answer) = await ExchangeAsync(back["code"] ?? "");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("read write", answer.GetProperty("scope").GetString());
        Assert.Equal(3_600, answer.GetProperty("expires_in").GetInt32());
        await PostAsync(answer.GetProperty("access_token").GetString() ?? "", HttpStatusCode.Created);
        Assert.Equal("northlight.studio", (await EffectsAsync())[0].GetProperty("username").GetString());
    }

    [Theory]
    [InlineData("sandbox_declined", "write", "read")]
    [InlineData("sandbox_scope", "read", "read")]
    public async Task A_scope_that_the_person_leaves_out_is_not_granted(string name, string value, string granted)
    {
        var back = await DecideAsync(
            ("sandbox_user", "harbour.bakery"),
            ("sandbox_decision", "allow"),
            (name, value),
            (name is "sandbox_scope" ? "sandbox_boxes" : "unused", "1")
        );

        var (_, answer) = await ExchangeAsync(back["code"] ?? "");

        Assert.Equal(granted, answer.GetProperty("scope").GetString());
        await PostAsync(answer.GetProperty("access_token").GetString() ?? "", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_no_goes_back_as_an_error_with_the_state()
    {
        var back = await DecideAsync(("sandbox_user", "harbour.bakery"), ("sandbox_decision", "deny"));

        Assert.Equal(("access_denied", "x&y", null), (back["error"], back["state"], back["code"]));
    }

    [Theory]
    [InlineData("redirect_uri", "http://127.0.0.1:9/callback", "invalid_grant")]
    [InlineData("code_verifier", "0123456789012345678901234567890123456789-wrong", "invalid_grant")]
    [InlineData("code_verifier", "short", "invalid_grant")]
    [InlineData("code_verifier", null, "invalid_grant")]
    [InlineData("code", "made-up", "invalid_grant")]
    [InlineData("client_secret", "guess", "invalid_client")]
    [InlineData("client_id", "other", "invalid_client")]
    [InlineData("grant_type", "password", "unsupported_grant_type")]
    public async Task A_wrong_exchange_is_refused_and_leaves_the_code_usable(string name, string? value, string error)
    {
        var code = (await DecideAsync(("sandbox_user", "harbour.bakery"), ("sandbox_decision", "allow")))["code"] ?? "";

        var (status, answer) = await ExchangeAsync(code, (name, value));

        Assert.Equal(error, answer.GetProperty("error").GetString());
        Assert.Equal(error is "invalid_client" ? HttpStatusCode.Unauthorized : HttpStatusCode.BadRequest, status);
        Assert.Equal(HttpStatusCode.OK, (await ExchangeAsync(code)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await ExchangeAsync(code)).Status);
    }

    [Fact]
    public async Task A_code_dies_of_age()
    {
        var code = (await DecideAsync(("sandbox_user", "harbour.bakery"), ("sandbox_decision", "allow")))["code"] ?? "";
        await SetAsync(new { clockOffsetSeconds = 31 });

        Assert.Equal("invalid_grant", (await ExchangeAsync(code)).Body.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_rotated_refresh_token_works_once_and_only_once()
    {
        var code = (await DecideAsync(("sandbox_user", "harbour.bakery"), ("sandbox_decision", "allow")))["code"] ?? "";
        var first = (await ExchangeAsync(code)).Body.GetProperty("refresh_token").GetString() ?? "";

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RefreshAsync(first)));

        var won = Assert.Single(all, answer => answer.Status is HttpStatusCode.OK).Body;
        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(won.GetProperty("refresh_token").GetString() ?? "")).Status);
        await PostAsync(won.GetProperty("access_token").GetString() ?? "", HttpStatusCode.Created);
    }

    [Fact]
    public async Task Basic_authentication_and_revocation_work_and_no_secret_is_logged()
    {
        var code = (await DecideAsync(("sandbox_user", "harbour.bakery"), ("sandbox_decision", "allow")))["code"] ?? "";
        var tokens = (await ExchangeAsync(code, ("client_secret", null), ("basic", "yes"))).Body;
        var access = tokens.GetProperty("access_token").GetString() ?? "";
        var refresh = tokens.GetProperty("refresh_token").GetString() ?? "";

        using var revoked = await Http.PostAsync("api.chirper.test/revoke", Form([("token", access)]));

        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        await PostAsync(access, HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.BadRequest, (await RefreshAsync(refresh)).Status);
        var calls = await Http.GetStringAsync("control/calls");
        Assert.Contains("chirper.oauth.refresh", calls);
        Assert.All([code, access, refresh], secret => Assert.DoesNotContain(secret, calls));
    }

    [Theory]
    [InlineData(false, "S256", true)]
    [InlineData(true, "S256", false)]
    [InlineData(false, "plain", false)]
    public void A_challenge_is_checked_in_the_style_of_its_network(bool isHex, string method, bool matches) =>
        Assert.Equal(
            matches,
            Pkce.Matches(
                isHex ? PkceStyle.Hex : PkceStyle.Base64Url,
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                method,
                "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
            )
        );

    private static string Address()
    {
        var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
        return "chirper.test/authorize?response_type=code&scope=read+write&state=x%26y"
            + $"&client_id={ChirperNetwork.AppId}&redirect_uri={Uri.EscapeDataString(Redirect)}"
            + $"&code_challenge_method=S256&code_challenge={challenge.TrimEnd('=').Replace('+', '-').Replace('/', '_')}";
    }

    private async Task<System.Collections.Specialized.NameValueCollection> DecideAsync(params (string, string?)[] fields)
    {
        using var response = await Http.PostAsync(Address(), Form(fields));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        var target = response.Headers.Location!;
        Assert.StartsWith("http://127.0.0.1:9/callback?", target.AbsoluteUri);
        return HttpUtility.ParseQueryString(target.Query);
    }

    private Task<(HttpStatusCode Status, JsonElement Body)> ExchangeAsync(
        string code,
        params (string Name, string? Value)[] changes
    )
    {
        var form = new Dictionary<string, string?>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = Redirect,
            ["client_id"] = ChirperNetwork.AppId,
            ["client_secret"] = ChirperNetwork.Secret,
            ["code_verifier"] = Verifier,
        };
        foreach (var (name, value) in changes)
        {
            form[name] = value;
        }

        return TokenAsync(form);
    }

    private Task<(HttpStatusCode Status, JsonElement Body)> RefreshAsync(string token) =>
        TokenAsync(
            new Dictionary<string, string?>
            {
                ["grant_type"] = "refresh_token",
                ["refresh_token"] = token,
                ["client_id"] = ChirperNetwork.AppId,
                ["client_secret"] = ChirperNetwork.Secret,
            }
        );

    private async Task<(HttpStatusCode Status, JsonElement Body)> TokenAsync(Dictionary<string, string?> form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api.chirper.test/token");
        if (form.Remove("basic"))
        {
            var pair = Encoding.ASCII.GetBytes($"{ChirperNetwork.AppId}:{ChirperNetwork.Secret}");
            request.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(pair));
        }

        request.Content = Form([.. form.Select(pair => (pair.Key, pair.Value))]);
        using var response = await Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    private async Task PostAsync(string token, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api.chirper.test/posts");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        request.Content = JsonContent.Create(new { text = "a" });
        using var response = await Http.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
    }

    private static FormUrlEncodedContent Form((string Name, string? Value)[] fields) =>
        new(fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value!)));
}
