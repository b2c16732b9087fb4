using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Atlas.Sandbox.Tests.X;

public sealed class XTests : SandboxTest
{
    private const string Api = "api.x.com/2/";

    [Fact]
    public async Task A_post_is_280_long_and_taken_once()
    {
        var (id, token) = await AccountAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(token, new { text = new string('a', 281) })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(token, new { text = new string('日', 141) })).Status);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(token, new { text = new string('日', 140) })).Status);
        var repeat = await PostAsync(token, new { text = new string('日', 140) });
        Assert.Equal(HttpStatusCode.Forbidden, repeat.Status);
        Assert.Contains("duplicate content", repeat.Text);
        Assert.Contains("about:blank", repeat.Text);
        Assert.Single(await EffectsAsync(id));
    }

    [Fact]
    public async Task The_timeline_shows_short_addresses_escaped_characters_and_what_is_answered()
    {
        var (id, token) = await AccountAsync();
        var root = (await PostAsync(token, new { text = "Rye & <spelt> https://harbour.bakery.example/rye" })).Id;
        await PostAsync(token, new { text = "More", reply = new { in_reply_to_tweet_id = root } });

        var answer = await GetAsync(token, $"users/{id}/tweets?max_results=5&tweet.fields=entities,referenced_tweets");

        var posts = JsonDocument.Parse(answer.Text).RootElement.GetProperty("data").EnumerateArray().ToArray();
        Assert.StartsWith("Rye &amp; &lt;spelt&gt; https://t.co/", posts[1].GetProperty("text").GetString());
        Assert.Equal(
            "https://harbour.bakery.example/rye",
            posts[1].GetProperty("entities").GetProperty("urls")[0].GetProperty("expanded_url").GetString()
        );
        Assert.Equal(root, posts[0].GetProperty("referenced_tweets")[0].GetProperty("id").GetString());
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await PostAsync(token, new { text = "x", reply = new { in_reply_to_tweet_id = "1" } })).Status
        );
    }

    [Fact]
    public async Task Unknown_fields_and_unfinished_media_are_refused()
    {
        var (_, token) = await AccountAsync();
        var media = await SendAsync(
            token,
            HttpMethod.Post,
            "media/upload/initialize",
            JsonContent.Create(
                new
                {
                    media_type = "image/jpeg",
                    total_bytes = 10,
                    media_category = "tweet_image",
                }
            )
        );
        using var segment = new MultipartFormDataContent
        {
            { new StringContent("0"), "segment_index" },
            { new ByteArrayContent(new byte[4]), "media", "segment" },
        };
        var appended = await SendAsync(token, HttpMethod.Post, $"media/upload/{media.Id}/append", segment);
        var early = await SendAsync(token, HttpMethod.Post, $"media/upload/{media.Id}/finalize", content: null);

        Assert.Equal(HttpStatusCode.OK, appended.Status);
        Assert.Contains("do not add up", early.Text);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await PostAsync(token, new { text = "a", media = new { media_ids = new[] { media.Id } } })).Status
        );
        Assert.Contains("Unknown field", (await PostAsync(token, new { text = "a", status = "b" })).Text);
    }

    [Fact]
    public async Task The_hundred_and_first_post_of_a_quarter_hour_is_throttled_until_its_reset()
    {
        var (_, token) = await AccountAsync();
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(HttpStatusCode.Created, (await PostAsync(token, new { text = $"Post {i}" })).Status);
        }

        var refused = await PostAsync(token, new { text = "One more" });

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.InRange(refused.Reset - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15.1));
    }

    private async Task<(string Id, string Token)> AccountAsync()
    {
        var answer = await PostJsonAsync("control/accounts", new { platform = "x" });
        var account = answer.GetProperty("accounts")[0];
        return (account.GetProperty("accountId").GetString()!, account.GetProperty("accessToken").GetString()!);
    }

    private Task<Seen> PostAsync(string token, object body) =>
        SendAsync(token, HttpMethod.Post, "tweets", JsonContent.Create(body));

    private Task<Seen> GetAsync(string token, string path) => SendAsync(token, HttpMethod.Get, path, content: null);

    private async Task<Seen> SendAsync(string token, HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, Api + path) { Content = content };
        request.Headers.Add("Authorization", $"Bearer {token}");
        using var response = await Http.SendAsync(request);
        var reset = response.Headers.TryGetValues("x-rate-limit-reset", out var values) ? long.Parse(values.Single()) : 0;
        return new Seen(
            response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            DateTimeOffset.FromUnixTimeSeconds(reset)
        );
    }

    private sealed record Seen(HttpStatusCode Status, string Text, DateTimeOffset Reset)
    {
        public string? Id => JsonDocument.Parse(Text).RootElement.GetProperty("data").GetProperty("id").GetString();
    }
}
