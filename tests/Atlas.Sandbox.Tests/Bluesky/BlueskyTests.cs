using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Atlas.Sandbox.Tests.Bluesky;

public sealed class BlueskyTests : SandboxTest
{
    private const string Server = "bsky.social/xrpc";
    private const string Key = "3jzfcijpj2z2a";

    [Fact]
    public async Task A_session_begins_with_the_app_password_and_each_refresh_ends_the_one_before()
    {
        var account = await NewAsync();
        var session = await CallAsync(
            null,
            "com.atproto.server.createSession",
            new { identifier = account.Handle, password = account.Password }
        );
        Assert.Equal(account.Did, session["did"]);

        var second = await CallAsync(session["refreshJwt"], "com.atproto.server.refreshSession", null);
        var again = await CallAsync(session["refreshJwt"], "com.atproto.server.refreshSession", null);
        var access = await CallAsync(session["accessJwt"], "com.atproto.server.refreshSession", null);

        Assert.NotEqual(session["refreshJwt"], second["refreshJwt"]);
        Assert.Equal((HttpStatusCode.BadRequest, "ExpiredToken"), (again.Status, again["error"]));
        Assert.Equal("InvalidToken", access["error"]);
    }

    [Fact]
    public async Task A_key_is_taken_once_and_free_again_after_the_deletion()
    {
        var account = await NewAsync();

        var first = await PostAsync(account, Record("Fresh bread"));
        var second = await PostAsync(account, Record("Fresh bread"));
        var read = await GetAsync(
            account,
            $"com.atproto.repo.getRecord?repo={account.Did}&collection=app.bsky.feed.post&rkey={Key}"
        );

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal((HttpStatusCode.BadRequest, "InvalidRequest"), (second.Status, second["error"]));
        Assert.Equal(first["cid"], read["cid"]);
        Assert.Single(await EffectsAsync(account.Did));

        var delete = new
        {
            repo = account.Did,
            collection = "app.bsky.feed.post",
            rkey = Key,
        };
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(account.Token, "com.atproto.repo.deleteRecord", delete)).Status);
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(account.Token, "com.atproto.repo.deleteRecord", delete)).Status);
        Assert.Equal(
            "RecordNotFound",
            (await GetAsync(account, $"com.atproto.repo.getRecord?repo={account.Did}&collection=app.bsky.feed.post&rkey={Key}"))[
                "error"
            ]
        );
    }

    [Theory]
    [InlineData("""{"text":"no time"}""")]
    [InlineData("""{"text":"x","createdAt":"yesterday"}""")]
    [InlineData("""{"text":"x","createdAt":"2026-11-22T09:00:00Z","colour":"teal"}""")]
    [InlineData("""{"text":"x","createdAt":"2026-11-22T09:00:00Z","langs":["a","b","c","d"]}""")]
    [InlineData(
        """{"text":"é","createdAt":"2026-11-22T09:00:00Z","facets":[{"index":{"byteStart":0,"byteEnd":1},"features":[{"$type":"app.bsky.richtext.facet#tag","tag":"a"}]}]}"""
    )]
    [InlineData(
        """{"text":"e","createdAt":"2026-11-22T09:00:00Z","facets":[{"index":{"byteStart":0,"byteEnd":2},"features":[{"$type":"app.bsky.richtext.facet#tag","tag":"a"}]}]}"""
    )]
    [InlineData(
        """{"text":"x","createdAt":"2026-11-22T09:00:00Z","embed":{"$type":"app.bsky.embed.images","images":[{"alt":"","image":{"$type":"blob","ref":{"$link":"bafkreia"},"mimeType":"image/jpeg","size":1}}]}}"""
    )]
    [InlineData(
        """{"text":"x","createdAt":"2026-11-22T09:00:00Z","reply":{"root":{"uri":"at://a/b/c","cid":"d"},"parent":{"uri":"at://a/b/c","cid":"d"}}}"""
    )]
    public async Task A_record_that_is_not_of_its_type_is_refused(string json)
    {
        var account = await NewAsync();
        var record = JsonNode.Parse(json)!.AsObject();
        record["$type"] = "app.bsky.feed.post";

        var answer = await PostAsync(account, record);

        Assert.Equal((HttpStatusCode.BadRequest, "InvalidRequest"), (answer.Status, answer["error"]));
        Assert.Empty(await EffectsAsync(account.Did));
    }

    [Fact]
    public async Task Three_hundred_graphemes_are_taken_and_one_more_is_not()
    {
        var account = await NewAsync();
        var family = string.Concat(Enumerable.Repeat("👨‍👩‍👧", 100));

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(account, Record(new string('a', 301)))).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(account, Record(family + new string('b', 200)))).Status);
    }

    [Fact]
    public async Task The_link_of_a_post_leads_to_its_page()
    {
        var account = await NewAsync();
        await PostAsync(account, Record("Fresh bread"));

        using var link = await Http.GetAsync($"bsky.app/profile/{account.Handle}/post/{Key}");

        Assert.Equal(HttpStatusCode.Redirect, link.StatusCode);
        Assert.Contains("Fresh bread", await Http.GetStringAsync(link.Headers.Location));
    }

    private static JsonObject Record(string text) =>
        new()
        {
            ["$type"] = "app.bsky.feed.post",
            ["text"] = text,
            ["createdAt"] = "2026-11-22T09:00:00Z",
        };

    private Task<Answer> PostAsync(Member account, JsonObject record) =>
        CallAsync(
            account.Token,
            "com.atproto.repo.createRecord",
            new
            {
                repo = account.Did,
                collection = "app.bsky.feed.post",
                rkey = Key,
                record,
            }
        );

    private Task<Answer> GetAsync(Member account, string path) => SendAsync(account.Token, HttpMethod.Get, path, null);

    private Task<Answer> CallAsync(string? token, string method, object? body) => SendAsync(token, HttpMethod.Post, method, body);

    private async Task<Answer> SendAsync(string? token, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, $"{Server}/{path}")
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await Http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    private async Task<Member> NewAsync()
    {
        var account = (await PostJsonAsync("control/accounts", new { platform = "bluesky" })).GetProperty("accounts")[0];
        var extra = account.GetProperty("extra");
        return new Member(
            account.GetProperty("accountId").GetString()!,
            extra.GetProperty("handle").GetString()!,
            extra.GetProperty("appPassword").GetString()!,
            account.GetProperty("accessToken").GetString()!
        );
    }

    private sealed record Member(string Did, string Handle, string Password, string Token);
}
