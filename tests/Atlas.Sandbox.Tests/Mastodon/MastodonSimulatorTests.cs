using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Atlas.Sandbox.Tests.Mastodon;

public sealed class MastodonSimulatorTests : SandboxTest
{
    private const string Api = "mastodon.social/api";

    [Fact]
    public async Task A_key_brings_the_status_that_it_made_for_an_hour()
    {
        var token = await TokenAsync();

        var first = await IdAsync(await PostAsync(token, new { status = "Rye" }, key: "k1"));
        var again = await IdAsync(await PostAsync(token, new { status = "Rye" }, key: "k1"));
        var other = await IdAsync(await PostAsync(token, new { status = "Rye" }, key: "k2"));
        await SetAsync(new { clockOffsetSeconds = 3_601 });
        var later = await IdAsync(await PostAsync(token, new { status = "Rye" }, key: "k1"));

        Assert.Equal(first, again);
        Assert.Equal(3, new[] { first, other, later }.Distinct().Count());
        Assert.Equal(3, (await EffectsAsync()).Length);
    }

    [Fact]
    public async Task A_video_is_processed_before_a_status_can_have_it()
    {
        await SetAsync(new { videoProcessingMs = 60_000 });
        var token = await TokenAsync();
        using var upload = await UploadAsync(token, "dough-reel.mp4");
        var media = await upload.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((HttpStatusCode.Accepted, JsonValueKind.Null), (upload.StatusCode, media.GetProperty("url").ValueKind));
        var id = media.GetProperty("id").GetString();

        using var early = await SendAsync(token, HttpMethod.Get, $"{Api}/v1/media/{id}");
        Assert.Equal(HttpStatusCode.PartialContent, early.StatusCode);
        using var refused = await PostAsync(token, new { status = "Film", media_ids = new[] { id } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);

        await SetAsync(new { clockOffsetSeconds = 61 });
        using var ready = await SendAsync(token, HttpMethod.Get, $"{Api}/v1/media/{id}");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        using var made = await PostAsync(token, new { status = "Film", media_ids = new[] { id } });
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        using var twice = await PostAsync(token, new { status = "Again", media_ids = new[] { id } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.StatusCode);
    }

    [Theory]
    [InlineData("""{"status":""}""")]
    [InlineData("""{"status":"x","visibility":"everyone"}""")]
    [InlineData("""{"status":"x","tags":["rye"]}""")]
    [InlineData("""{"status":"x","media_ids":["1"]}""")]
    public async Task What_a_server_would_refuse_is_refused(string body)
    {
        using var answer = await PostAsync(await TokenAsync(), JsonDocument.Parse(body).RootElement);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Empty(await EffectsAsync());
    }

    [Fact]
    public async Task An_edit_that_names_no_media_drops_them()
    {
        var token = await TokenAsync();
        using var upload = await UploadAsync(token, "rye-portrait.jpg");
        var media = (await upload.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        var id = await IdAsync(await PostAsync(token, new { status = "With", media_ids = new[] { media } }));

        using var edited = await SendAsync(token, HttpMethod.Put, $"{Api}/v1/statuses/{id}", new { status = "Without" });

        var status = await edited.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(0, status.GetProperty("media_attachments").GetArrayLength());
    }

    [Fact]
    public async Task A_token_without_the_scope_may_not_write()
    {
        var account = await AccountAsync();
        var token = await PostJsonAsync(
            "control/tokens",
            new
            {
                platform = "mastodon",
                account = account.GetProperty("accountId").GetString(),
                scopes = new[] { "read" },
            }
        );

        using var refused = await PostAsync(token.GetProperty("accessToken").GetString()!, new { status = "x" });

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private async Task<JsonElement> AccountAsync() =>
        (await PostJsonAsync("control/accounts", new { platform = "mastodon", count = 1 })).GetProperty("accounts")[0];

    private async Task<string> TokenAsync() => (await AccountAsync()).GetProperty("accessToken").GetString()!;

    private Task<HttpResponseMessage> PostAsync(string token, object body, string? key = null) =>
        SendAsync(token, HttpMethod.Post, $"{Api}/v1/statuses", body, key);

    private async Task<HttpResponseMessage> UploadAsync(string token, string file)
    {
        var bytes = await Http.GetByteArrayAsync(Media.Url(file));
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", file } };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Api}/v2/media") { Content = form };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return await Http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> SendAsync(
        string token,
        HttpMethod method,
        string path,
        object? body = null,
        string? key = null
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return await Http.SendAsync(request);
    }

    private static async Task<string?> IdAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        }
    }
}
