using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Tests.Networks;

public sealed class RestNetworkTests : SandboxTest
{
    private protected override IReadOnlyList<ISandboxNetwork> Networks(NetworkServices services) =>
        [new ChirperNetwork(services)];

    [Fact]
    public async Task A_post_is_an_effect_and_a_page()
    {
        var account = await AccountAsync("robin");

        var (status, body) = await CreateAsync(account, new { text = "Hello <world> #first" });

        Assert.Equal(HttpStatusCode.Created, status);
        var effect = Assert.Single(await EffectsAsync());
        Assert.Equal(
            ("chirper", "robin", "post", body.GetProperty("id").GetString()),
            (Text(effect, "platform"), Text(effect, "username"), Text(effect, "kind"), Text(effect, "mediaId"))
        );
        var page = await Http.GetStringAsync(Text(effect, "permalink"));
        Assert.Contains("Hello &lt;world&gt;", page);
        Assert.Contains("Hello &lt;world&gt;", await Http.GetStringAsync("chirper/robin"));
        Assert.Contains("/chirper/robin", await Http.GetStringAsync("/"));
    }

    [Theory]
    [InlineData("""{"card":{"url":"https://a.example"}}""", "Missing text")]
    [InlineData("""{"text":null}""", "Missing text")]
    [InlineData("""{"text":7}""", "WrongType text")]
    [InlineData("""{"text":"a","colour":"red"}""", "Unknown colour")]
    [InlineData("""{"text":"a","card":{}}""", "Missing card.url")]
    [InlineData("""{"text":"a","card":{"url":"b","size":1}}""", "Unknown card.size")]
    [InlineData("""{"text":"a","card":[]}""", "WrongType card")]
    [InlineData("""["text"]""", "Unreadable ")]
    [InlineData("""{"text":""", "Unreadable ")]
    public async Task A_body_that_breaks_the_contract_is_refused_without_an_effect(string json, string expected)
    {
        var account = await AccountAsync();
        using var request = Request(HttpMethod.Post, "posts", Text(account, "accessToken"));
        request.Content = new StringContent(json, null, "application/json");

        var (status, body) = await SendAsync(request);

        Assert.Equal((HttpStatusCode.BadRequest, expected), (status, Text(body, "error")));
        Assert.Empty(await EffectsAsync());
    }

    [Fact]
    public async Task Unknown_fields_pass_when_parameters_are_not_strict()
    {
        var account = await AccountAsync();
        await SetAsync(new { strictParameters = false });

        var (status, _) = await CreateAsync(account, new { text = "a", colour = "red" });

        Assert.Equal(HttpStatusCode.Created, status);
    }

    [Theory]
    [InlineData("serverError", "before", 500, 0)]
    [InlineData("serverError", "after", 500, 1)]
    [InlineData("throttle", "before", 429, 0)]
    [InlineData("throttle", "after", 429, 1)]
    [InlineData("error", "before", 403, 0)]
    [InlineData("error", "after", 403, 1)]
    [InlineData("tokenDeath", "before", 401, 0)]
    [InlineData("malformedBody", "before", 200, 0)]
    [InlineData("malformedBody", "after", 200, 1)]
    [InlineData("cut", "before", 0, 0)]
    [InlineData("cut", "after", 0, 1)]
    public async Task A_fault_strikes_before_or_after_the_effect(string kind, string phase, int status, int effects)
    {
        var account = await AccountAsync();
        await FaultAsync(
            new
            {
                kind,
                phase,
                network = "chirper",
                operation = "chirper.post.*",
                accountId = Text(account, "accountId"),
                times = 1,
                error = kind is "error" ? "spam_risk" : null,
                httpStatus = kind is "error" ? 403 : (int?)null,
                retryAfterSeconds = kind is "throttle" ? 17 : (int?)null,
            }
        );
        using var request = Request(HttpMethod.Post, "posts", Text(account, "accessToken"));
        request.Content = JsonContent.Create(new { text = "a" });

        var answered = 0;
        var error = await Record.ExceptionAsync(async () =>
        {
            using var response = await Http.SendAsync(request);
            answered = (int)response.StatusCode;
            Assert.Equal(kind is "throttle" ? "17" : null, response.Headers.RetryAfter?.ToString());
            var text = await response.Content.ReadAsStringAsync();
            Assert.Equal(kind is "error", text.Contains("spam_risk"));
            using var json = JsonDocument.Parse(text);
        });

        Assert.Equal(status, answered);
        Assert.Equal(kind is "cut", error is HttpRequestException);
        Assert.Equal(kind is "malformedBody", error is JsonException);
        Assert.Equal(effects, (await EffectsAsync()).Length);
        var (again, _) = await CreateAsync(account, new { text = "b" });
        Assert.Equal(kind is "tokenDeath" ? HttpStatusCode.Unauthorized : HttpStatusCode.Created, again);
    }

    [Fact]
    public async Task A_window_that_is_full_throttles_until_it_has_room_again()
    {
        var account = await AccountAsync();
        var other = await AccountAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.Created, (await CreateAsync(account, new { text = $"{i}" })).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await CreateAsync(account, new { text = "4" })).Status);
        Assert.Equal(HttpStatusCode.Created, (await CreateAsync(other, new { text = "mine" })).Status);
        await SetAsync(new { clockOffsetSeconds = 61 });
        Assert.Equal(HttpStatusCode.Created, (await CreateAsync(account, new { text = "4" })).Status);
    }

    [Fact]
    public async Task Tokens_expire_end_and_carry_their_scopes()
    {
        var account = await AccountAsync();
        var id = Text(account, "accountId");
        var reader = await PostJsonAsync(
            "control/tokens",
            new
            {
                platform = "chirper",
                account = id,
                scopes = new[] { "read" },
            }
        );
        var brief = await PostJsonAsync(
            "control/tokens",
            new
            {
                platform = "chirper",
                account = id,
                expiresInSeconds = 60,
            }
        );

        Assert.Equal("scope write", Text((await CreateAsync(reader, new { text = "a" })).Body, "error"));
        Assert.Equal("Unknown", Text((await CreateAsync("no token", new { text = "a" })).Body, "error"));
        await SetAsync(new { clockOffsetSeconds = 61 });
        Assert.Equal("Expired", Text((await CreateAsync(brief, new { text = "a" })).Body, "error"));
        var ended = await PostJsonAsync("control/tokens/end", new { platform = "chirper", account = id });
        Assert.Equal(3, ended.GetProperty("logins").GetInt32());
        Assert.Equal("Ended", Text((await CreateAsync(account, new { text = "a" })).Body, "error"));
        Assert.Empty(await EffectsAsync());
    }

    [Fact]
    public async Task A_path_is_matched_with_its_verb_and_its_query()
    {
        var account = await AccountAsync();
        var id = Text((await CreateAsync(account, new { text = "words" })).Body, "id");
        var token = Text(account, "accessToken");

        Assert.Equal("words", Text((await SendAsync(Request(HttpMethod.Get, $"posts/{id}?fields=text", token))).Body, "text"));
        Assert.Equal(
            "Unknown feilds",
            Text((await SendAsync(Request(HttpMethod.Get, $"posts/{id}?feilds=text", token))).Body, "error")
        );
        Assert.Equal("nowhere", Text((await SendAsync(Request(HttpMethod.Get, $"posts/{id}/", token))).Body, "error"));
        Assert.Equal("nowhere", Text((await SendAsync(Request(HttpMethod.Delete, $"posts/{id}", token))).Body, "error"));
    }

    [Fact]
    public async Task A_reset_forgets_all_but_the_demo_accounts_and_their_tokens()
    {
        var before = await PostJsonAsync(
            "control/tokens",
            new
            {
                platform = "chirper",
                account = "harbour.bakery",
                demo = true,
            }
        );
        await AccountAsync("robin");
        await CreateAsync(before, new { text = "a" });

        await PostJsonAsync("control/reset", new { });

        var accounts = (await Http.GetFromJsonAsync<JsonElement>("control/accounts?platform=chirper")).GetProperty("accounts");
        Assert.Equal(2, accounts.GetArrayLength());
        Assert.Empty(await EffectsAsync());
        Assert.Equal(HttpStatusCode.Created, (await CreateAsync(before, new { text = "b" })).Status);
    }

    [Fact]
    public async Task A_visitor_can_comment_on_a_post_of_any_network()
    {
        var account = await AccountAsync();
        var id = Text((await CreateAsync(account, new { text = "words" })).Body, "id");

        await PostJsonAsync(
            "control/comments",
            new
            {
                platform = "chirper",
                mediaId = id,
                text = "nice",
            }
        );

        var comment = (await EffectsAsync())[^1];
        Assert.Equal(("comment", id), (Text(comment, "kind"), Text(comment, "parentId")));
        Assert.Contains("nice", await Http.GetStringAsync($"{Text(account, "profilePath")}/{id}"));
    }

    private async Task<JsonElement> AccountAsync(string? username = null) =>
        (await PostJsonAsync("control/accounts", new { platform = "chirper", username })).GetProperty("accounts")[0];

    private Task<(HttpStatusCode Status, JsonElement Body)> CreateAsync(JsonElement account, object body) =>
        CreateAsync(Text(account, "accessToken"), body);

    private Task<(HttpStatusCode Status, JsonElement Body)> CreateAsync(string token, object body)
    {
        var request = Request(HttpMethod.Post, "posts", token);
        request.Content = JsonContent.Create(body);
        return SendAsync(request);
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await Http.SendAsync(request);
            return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string token)
    {
        var request = new HttpRequestMessage(method, $"api.chirper.test/{path}");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return request;
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";
}
