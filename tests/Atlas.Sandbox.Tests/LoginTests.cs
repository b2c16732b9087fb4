using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Tests;

public sealed class LoginTests : SandboxTest
{
    private const string Redirect = "http://127.0.0.1:7071/api/oauth/instagram/callback?x=1";
    private const string FacebookApp = "1200000000000001";
    private const string FacebookSecret = "sim_app_secret_1";
    private const string InstagramApp = "1200000000000002";
    private const string InstagramSecret = "sim_instagram_secret_1";

    [Fact]
    public async Task Facebook_login_leads_from_consent_to_a_page_token_that_publishes()
    {
        var code = await ConsentAsync(
            "www.facebook.com/v26.0/dialog/oauth",
            FacebookApp,
            "pages_show_list,instagram_basic,instagram_content_publish",
            "harbour.bakery"
        );
        var shortLived = await FormAsync(
            "graph.facebook.com/v26.0/oauth/access_token",
            CodeForm(FacebookApp, FacebookSecret, code)
        );
        Assert.True(shortLived.Body.GetProperty("expires_in").GetInt32() <= 7_200);
        var again = await FormAsync("graph.facebook.com/v26.0/oauth/access_token", CodeForm(FacebookApp, FacebookSecret, code));
        Assert.Equal((100, 36009), again.Error);

        var longLived = await RawAsync(
            $"graph.facebook.com/v26.0/oauth/access_token?grant_type=fb_exchange_token&client_id={FacebookApp}&client_secret={FacebookSecret}&fb_exchange_token={shortLived["access_token"]}"
        );
        Assert.Equal(5183944, longLived.Body.GetProperty("expires_in").GetInt32());
        var pages = await RawAsync(
            $"graph.facebook.com/v26.0/me/accounts?fields=id,name,access_token,tasks,instagram_business_account{{username}}&access_token={longLived["access_token"]}"
        );
        var page = pages
            .Body.GetProperty("data")
            .EnumerateArray()
            .First(p => p.GetProperty("name").GetString() is "Harbour Bakery");
        var ig = page.GetProperty("instagram_business_account").GetProperty("id").GetString() ?? "";
        var pageToken = page.GetProperty("access_token").GetString() ?? "";
        Assert.Contains("CREATE_CONTENT", page.GetProperty("tasks").ToString());

        var container = await FormAsync(
            $"graph.facebook.com/{ig}/media",
            ("image_url", Media.Url("three-inks-square.jpg")),
            ("access_token", pageToken)
        );
        Assert.NotEmpty(
            (
                await FormAsync(
                    $"graph.facebook.com/v21.0/{ig}/media_publish",
                    ("creation_id", container.Id),
                    ("access_token", pageToken)
                )
            ).Id
        );

        var debug = await RawAsync(
            $"graph.facebook.com/v26.0/debug_token?input_token={pageToken}&access_token={FacebookApp}|{FacebookSecret}"
        );
        var data = debug.Body.GetProperty("data");
        Assert.Equal(
            ("PAGE", 0L, true),
            (
                data.GetProperty("type").GetString(),
                data.GetProperty("expires_at").GetInt64(),
                data.GetProperty("is_valid").GetBoolean()
            )
        );

        using var revoke = new HttpRequestMessage(
            HttpMethod.Delete,
            $"graph.facebook.com/v26.0/me/permissions?access_token={longLived["access_token"]}"
        );
        using var revoked = await Http.SendAsync(revoke);
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        Assert.Equal((190, 458), (await RawAsync($"graph.facebook.com/{ig}?access_token={pageToken}")).Error);
    }

    [Fact]
    public async Task Instagram_login_exchanges_and_refreshes_as_documented()
    {
        var code = await ConsentAsync(
            "www.instagram.com/oauth/authorize",
            InstagramApp,
            "instagram_business_basic instagram_business_content_publish",
            "fjord.coffee"
        );
        var shortLived = await FormAsync("api.instagram.com/oauth/access_token", CodeForm(InstagramApp, InstagramSecret, code));
        var again = await FormAsync("api.instagram.com/oauth/access_token", CodeForm(InstagramApp, InstagramSecret, code));
        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.Equal("Matching code was not found or was already used", again["error_message"]);

        var token = shortLived["access_token"];
        var longLived = await RawAsync(
            $"graph.instagram.com/access_token?grant_type=ig_exchange_token&client_secret={InstagramSecret}&access_token={token}"
        );
        var value = longLived["access_token"];
        var me = await RawAsync($"graph.instagram.com/v26.0/me?fields=user_id,username,account_type&access_token={value}");
        Assert.Equal(("fjord.coffee", "BUSINESS"), (me["username"], me["account_type"]));
        Assert.Equal(shortLived["user_id"], me["user_id"]);
        Assert.NotEqual(me["id"], me["user_id"]);

        var refresh = $"graph.instagram.com/refresh_access_token?grant_type=ig_refresh_token&access_token={value}";
        Assert.Equal((100, null), (await RawAsync(refresh)).Error);
        await SetAsync(new { clockOffsetSeconds = 86_500 });
        Assert.NotEqual(value, (await RawAsync(refresh))["access_token"]);
        Assert.Equal((190, 463), (await RawAsync($"graph.instagram.com/me?access_token={token}")).Error);
        await SetAsync(new { clockOffsetSeconds = 61 * 86_400 });
        Assert.Equal((190, 463), (await RawAsync(refresh)).Error);
    }

    [Theory]
    [InlineData("www.facebook.com/v26.0/dialog/oauth", FacebookApp)]
    [InlineData("www.instagram.com/oauth/authorize", InstagramApp)]
    public async Task A_denied_consent_comes_back_with_its_state(string path, string app)
    {
        using var response = await DecideAsync(path, app, "", "harbour.bakery", "deny");

        var query = HttpUtility.ParseQueryString(response.Headers.Location?.Query ?? "");
        Assert.Equal(("access_denied", "a state", null, "1"), (query["error"], query["state"], query["code"], query["x"]));
    }

    [Fact]
    public async Task A_consent_page_escapes_what_it_is_given_and_refuses_unknown_apps_and_scopes()
    {
        var evil = Uri.EscapeDataString("\"><script>alert(1)</script>");
        var page = await Http.GetStringAsync(
            $"www.instagram.com/oauth/authorize?client_id={InstagramApp}&response_type=code&scope=instagram_business_basic&redirect_uri={Uri.EscapeDataString(Redirect)}&state={evil}"
        );
        Assert.DoesNotContain("<script>", page);
        Assert.Contains("instagram_business_basic", page);

        string[] refused =
        [
            $"www.instagram.com/oauth/authorize?client_id=1&response_type=code&redirect_uri={Uri.EscapeDataString(Redirect)}",
            $"www.instagram.com/oauth/authorize?client_id={InstagramApp}&response_type=code&redirect_uri=here",
            $"www.instagram.com/oauth/authorize?client_id={InstagramApp}&response_type=code&scope=everything&redirect_uri={Uri.EscapeDataString(Redirect)}",
        ];
        foreach (var path in refused)
        {
            using var response = await Http.GetAsync(path);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_code_is_bound_to_its_address_and_lives_an_hour()
    {
        const string token = "graph.facebook.com/oauth/access_token";
        var form = CodeForm(
            FacebookApp,
            FacebookSecret,
            await ConsentAsync("www.facebook.com/dialog/oauth", FacebookApp, "pages_show_list", "harbour.bakery")
        );

        Assert.Equal(
            (100, 36008),
            (await FormAsync(token, [.. form.Where(p => p.Item1 is not "redirect_uri"), ("redirect_uri", Redirect + "2")])).Error
        );
        Assert.Equal(
            (1, null),
            (await FormAsync(token, [.. form.Where(p => p.Item1 is not "client_secret"), ("client_secret", "guess")])).Error
        );
        Assert.Equal(
            (101, null),
            (await FormAsync(token, [.. form.Where(p => p.Item1 is not "client_id"), ("client_id", "1")])).Error
        );
        await SetAsync(new { clockOffsetSeconds = 3_601 });
        Assert.Equal((100, 36007), (await FormAsync(token, form)).Error);
    }

    [Fact]
    public async Task The_token_is_taken_from_query_form_json_and_both_headers()
    {
        var actor = await NewAccountAsync();
        async Task<Answer> WithHeaderAsync(string scheme)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{FacebookGraph}/{actor.AccountId}");
            request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {actor.Token}");
            using var response = await Http.SendAsync(request);
            return await Answer.ReadAsync(response);
        }

        Assert.NotEmpty((await WithHeaderAsync("Bearer")).Id);
        Assert.NotEmpty((await WithHeaderAsync("OAuth")).Id);
        Assert.NotEmpty((await RawAsync($"{FacebookGraph}/{actor.AccountId}?access_token={actor.Token}")).Id);
        Assert.NotEmpty(
            (
                await FormAsync(
                    $"{FacebookGraph}/{actor.AccountId}/media",
                    ("image_url", Media.Url("rye-portrait.jpg")),
                    ("access_token", actor.Token)
                )
            ).Id
        );
        using var json = new StringContent(
            JsonSerializer.Serialize(
                new
                {
                    access_token = actor.Token,
                    image_url = Media.Url("rye-portrait.jpg"),
                    user_tags = new[]
                    {
                        new
                        {
                            username = "a",
                            x = 0.5,
                            y = 0.5,
                        },
                    },
                }
            ),
            Encoding.UTF8,
            "application/json"
        );
        using var posted = await Http.PostAsync($"{FacebookGraph}/{actor.AccountId}/media", json);
        Assert.NotEmpty((await Answer.ReadAsync(posted)).Id);
    }

    [Fact]
    public async Task A_token_that_is_missing_unknown_or_for_another_host_is_refused()
    {
        var facebook = await NewAccountAsync();
        var instagram = await NewAccountAsync("instagram");

        Assert.Equal((104, null), (await RawAsync($"{FacebookGraph}/{facebook.AccountId}")).Error);
        Assert.Equal((190, null), (await RawAsync($"{FacebookGraph}/{facebook.AccountId}?access_token=EAAnonsense")).Error);
        Assert.Equal((190, null), (await GetAsync(instagram, instagram.AccountId, FacebookGraph)).Error);
        Assert.Equal((190, null), (await GetAsync(facebook, facebook.AccountId, InstagramGraph)).Error);
        Assert.Equal((100, 33), (await GetAsync(facebook, instagram.AccountId)).Error);
        Assert.Equal((100, 33), (await GetAsync(facebook, "12345")).Error);
        Assert.Equal((2500, null), (await GetAsync(facebook, $"{facebook.AccountId}/nonsense")).Error);
    }

    [Fact]
    public async Task The_proof_is_checked_when_sent_and_asked_for_when_required()
    {
        var actor = await NewAccountAsync();
        var proof = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(actor.AppSecret), Encoding.UTF8.GetBytes(actor.Token))
        );

        Assert.NotEmpty((await GetAsync(actor, $"{actor.AccountId}?appsecret_proof={proof}")).Id);
        var wrong = await GetAsync(actor, $"{actor.AccountId}?appsecret_proof={proof[..^1]}x");
        Assert.Equal((100, null), wrong.Error);
        Assert.Contains("Invalid appsecret_proof", wrong.Body.ToString());
        await SetAsync(new { appSecretProofRequired = true });
        var missing = await GetAsync(actor, actor.AccountId);
        Assert.Equal("GraphMethodException", missing.Body.GetProperty("error").GetProperty("type").GetString());
        Assert.NotEmpty((await GetAsync(actor, $"{actor.AccountId}?appsecret_proof={proof}")).Id);
    }

    [Fact]
    public void The_documented_vector_of_the_proof_holds()
    {
        var token = new AccessToken("EAAsimtoken1", TokenKind.User, MetaApps.Facebook, null, "1")
        {
            IssuedAt = DateTimeOffset.UnixEpoch,
        };

        Assert.Equal("22e08c6ce7ef705721895ff77883ae0f9c42ea4cbcf6db40234a460a3647df2c", token.Proof);
    }

    [Fact]
    public async Task A_scope_that_was_not_granted_stops_the_call()
    {
        var minted = await PostJsonAsync(
            "control/tokens",
            new
            {
                account = "harbour.bakery",
                login = "facebook",
                scopes = new[] { "instagram_basic", "pages_show_list" },
            }
        );
        var actor = Actor.From(minted);

        Assert.NotEmpty((await GetAsync(actor, actor.AccountId)).Id);
        Assert.Equal(
            (10, null),
            (await PostAsync(actor, $"{actor.AccountId}/media", ("image_url", Media.Url("rye-portrait.jpg")))).Error
        );
        var permissions = await GetAsync(actor, "me/permissions");
        Assert.Equal(2, permissions.Body.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Demo_tokens_are_the_same_after_a_reset()
    {
        var facebook = await DemoAsync("facebook");
        var instagram = await DemoAsync("instagram");
        using var reset = await Http.PostAsync("control/reset", null);
        Assert.Equal(HttpStatusCode.OK, reset.StatusCode);

        Assert.Equal(facebook, await DemoAsync("facebook"));
        Assert.NotEmpty((await GetAsync(facebook, facebook.AccountId)).Id);
        Assert.NotEmpty((await GetAsync(facebook with { Token = facebook.PageToken ?? "" }, facebook.AccountId)).Id);
        Assert.NotEmpty((await GetAsync(instagram, instagram.AccountId)).Id);
    }

    private async Task<Actor> DemoAsync(string login) =>
        Actor.From(
            await PostJsonAsync(
                "control/tokens",
                new
                {
                    account = "harbour.bakery",
                    login,
                    demo = true,
                }
            )
        );

    private async Task<string> ConsentAsync(string path, string app, string scope, string user)
    {
        using var response = await DecideAsync(path, app, scope, user, "allow");
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        var location = response.Headers.Location ?? throw new InvalidOperationException("No redirect.");
        Assert.StartsWith("#_", location.Fragment);
        var query = HttpUtility.ParseQueryString(location.Query);
        Assert.Equal("a state", query["state"]);
        return query["code"] ?? "";
    }

    private async Task<HttpResponseMessage> DecideAsync(string path, string app, string scope, string user, string decision)
    {
        using var form = new FormUrlEncodedContent([
            new("client_id", app),
            new("redirect_uri", Redirect),
            new("response_type", "code"),
            new("scope", scope),
            new("state", "a state"),
            new("sandbox_user", user),
            new("sandbox_decision", decision),
        ]);
        return await Http.PostAsync(path, form);
    }

    private static (string, string)[] CodeForm(string app, string secret, string code) =>
        [
            ("client_id", app),
            ("client_secret", secret),
            ("grant_type", "authorization_code"),
            ("redirect_uri", Redirect),
            ("code", code),
        ];

    private async Task<Answer> RawAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        return await Answer.ReadAsync(response);
    }

    private async Task<Answer> FormAsync(string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(p => KeyValuePair.Create(p.Name, p.Value)));
        using var response = await Http.PostAsync(path, content);
        return await Answer.ReadAsync(response);
    }
}
