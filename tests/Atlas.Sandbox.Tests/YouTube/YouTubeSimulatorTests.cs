using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Atlas.Sandbox.Tests.YouTube;

public sealed class YouTubeSimulatorTests : SandboxTest
{
    private const string Api = "www.googleapis.com/youtube/v3";
    private const string Upload = "www.googleapis.com/upload/youtube/v3/videos?uploadType=resumable";
    private const long Total = 600_000;

    private static readonly object s_video = new
    {
        snippet = new { title = "Latte art", categoryId = "22" },
        status = new { privacyStatus = "private", selfDeclaredMadeForKids = false },
    };

    [Fact]
    public async Task A_session_stores_only_what_goes_on_where_it_stopped()
    {
        var token = await TokenAsync();
        var session = await StartAsync(token);
        using var empty = await AskAsync(token, session);
        Assert.Equal((308, false), ((int)empty.StatusCode, empty.Headers.Contains("Range")));

        using var first = await PutAsync(token, session, 0, 262_144);
        Assert.Equal("bytes=0-262143", Assert.Single(first.Headers.GetValues("Range")));
        using var odd = await PutAsync(token, session, 262_144, 1_000);
        Assert.Equal(HttpStatusCode.BadRequest, odd.StatusCode);
        using var gap = await PutAsync(token, session, 524_288, (int)(Total - 524_288));
        Assert.Equal(HttpStatusCode.BadRequest, gap.StatusCode);
        using var last = await PutAsync(token, session, 262_144, (int)(Total - 262_144));
        Assert.Equal(HttpStatusCode.OK, last.StatusCode);

        using var again = await AskAsync(token, session);
        Assert.Equal(await IdAsync(last), await IdAsync(again));
        using var unknown = await AskAsync(token, "no-such-session");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task A_part_that_is_sent_replaces_all_of_its_fields()
    {
        var token = await TokenAsync();
        using var made = await PutAsync(token, await StartAsync(token), 0, (int)Total);
        var id = await IdAsync(made);

        var update = new { id, snippet = new { title = "Flat white", categoryId = "24" } };
        using var changed = await SendAsync(token, HttpMethod.Put, $"{Api}/videos?part=snippet", update);
        var snippet = (await changed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("snippet");
        Assert.Equal("Flat white", snippet.GetProperty("title").GetString());
        Assert.Equal("", snippet.GetProperty("description").GetString());

        using var untitled = await SendAsync(
            token,
            HttpMethod.Put,
            $"{Api}/videos?part=snippet",
            new { id, snippet = new { categoryId = "24" } }
        );
        Assert.Equal("invalidTitle", await ReasonAsync(untitled));
    }

    /// <summary>Privacy that is left out means public, unknown fields are refused, and private alone is no effect.</summary>
    [Fact]
    public async Task Only_what_becomes_visible_is_an_effect()
    {
        var token = await TokenAsync();
        using var made = await PutAsync(token, await StartAsync(token), 0, (int)Total);
        Assert.Empty(await EffectsAsync());

        var update = new { id = await IdAsync(made), status = new { selfDeclaredMadeForKids = false } };
        using var published = await SendAsync(token, HttpMethod.Put, $"{Api}/videos?part=status", update);
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        Assert.Equal("video", Assert.Single(await EffectsAsync()).GetProperty("kind").GetString());

        using var odd = await SendAsync(
            token,
            HttpMethod.Put,
            $"{Api}/videos?part=status",
            new { update.id, status = new { privacy = "public" } }
        );
        Assert.Equal(HttpStatusCode.BadRequest, odd.StatusCode);
    }

    [Fact]
    public async Task Uploads_have_a_budget_for_the_whole_app_and_the_Pacific_day()
    {
        var (one, other) = (await TokenAsync(), await TokenAsync());
        for (var i = 0; i < 100; i++)
        {
            await StartAsync(i % 2 == 0 ? one : other);
        }

        using var refused = await SendAsync(one, HttpMethod.Post, $"{Upload}&part=snippet,status", s_video, Total);
        Assert.Equal("quotaExceeded", await ReasonAsync(refused));
        using var read = await SendAsync(one, HttpMethod.Get, $"{Api}/channels?part=snippet&mine=true");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);

        await SetAsync(new { clockOffsetSeconds = 86_400 });
        var fresh = (await MintAsync(await AccountAsync())).GetProperty("accessToken").GetString()!;
        await StartAsync(fresh);
    }

    [Fact]
    public async Task Units_are_charged_for_refused_calls_too()
    {
        var token = await TokenAsync();
        for (var i = 0; i < 200; i++)
        {
            using var missing = await SendAsync(token, HttpMethod.Delete, $"{Api}/videos?id=none");
            Assert.Equal("videoNotFound", await ReasonAsync(missing));
        }

        using var refused = await SendAsync(token, HttpMethod.Get, $"{Api}/channels?part=snippet&mine=true");
        Assert.Equal("quotaExceeded", await ReasonAsync(refused));
    }

    [Fact]
    public async Task Without_the_consent_prompt_there_is_no_refresh_token()
    {
        var account = await AccountAsync();
        var scope = Uri.EscapeDataString("https://www.googleapis.com/auth/youtube");
        var query =
            $"client_id=700000000001-atlas.apps.googleusercontent.com&redirect_uri=http%3A%2F%2F127.0.0.1%2Fback&response_type=code&access_type=offline&scope={scope}";
        using var decision = new FormUrlEncodedContent([
            new("sandbox_user", account.GetProperty("username").GetString()),
            new("sandbox_decision", "allow"),
        ]);
        using var back = await Http.PostAsync($"accounts.google.com/o/oauth2/v2/auth?{query}", decision);
        var code = back.Headers.Location!.Query.Split("code=")[1].Split('&')[0];
        using var exchange = new FormUrlEncodedContent([
            new("client_id", "700000000001-atlas.apps.googleusercontent.com"),
            new("client_secret", "GOCSPX-sandbox-secret-of-atlas"),
            new("grant_type", "authorization_code"),
            new("redirect_uri", "http://127.0.0.1/back"),
            new("code", Uri.UnescapeDataString(code)),
        ]);
        using var answer = await Http.PostAsync("oauth2.googleapis.com/token", exchange);
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal("Bearer", tokens.GetProperty("token_type").GetString());
        Assert.False(tokens.TryGetProperty("refresh_token", out _));
    }

    private async Task<JsonElement> AccountAsync() =>
        (await PostJsonAsync("control/accounts", new { platform = "youtube", count = 1 })).GetProperty("accounts")[0];

    private async Task<string> TokenAsync() => (await AccountAsync()).GetProperty("accessToken").GetString()!;

    private Task<JsonElement> MintAsync(JsonElement account) =>
        PostJsonAsync("control/tokens", new { platform = "youtube", account = account.GetProperty("accountId").GetString() });

    private async Task<string> StartAsync(string token)
    {
        using var answer = await SendAsync(token, HttpMethod.Post, $"{Upload}&part=snippet,status", s_video, Total);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.Query.Split("upload_id=")[1];
    }

    private Task<HttpResponseMessage> AskAsync(string token, string session) =>
        PutAsync(token, session, new ByteArrayContent([]), new ContentRangeHeaderValue(Total));

    private Task<HttpResponseMessage> PutAsync(string token, string session, long from, int length) =>
        PutAsync(
            token,
            session,
            new ByteArrayContent(new byte[length]),
            new ContentRangeHeaderValue(from, from + length - 1, Total)
        );

    private async Task<HttpResponseMessage> PutAsync(
        string token,
        string session,
        HttpContent content,
        ContentRangeHeaderValue range
    )
    {
        content.Headers.ContentRange = range;
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Upload}&upload_id={session}") { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return await Http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> SendAsync(
        string token,
        HttpMethod method,
        string path,
        object? body = null,
        long? length = null
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        if (length is { } bytes)
        {
            request.Headers.TryAddWithoutValidation("X-Upload-Content-Length", $"{bytes}");
        }

        return await Http.SendAsync(request);
    }

    private static async Task<string?> IdAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();

    private static async Task<string?> ReasonAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("error")
            .GetProperty("errors")[0]
            .GetProperty("reason")
            .GetString();
}
