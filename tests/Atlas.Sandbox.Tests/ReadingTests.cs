using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Atlas.Sandbox.Tests;

public sealed class ReadingTests : SandboxTest
{
    [Fact]
    public async Task Paging_reaches_every_post_once_newest_first()
    {
        var actor = await NewAccountAsync();
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            ids.Add(await PublishImageAsync(actor, $"post {i}"));
        }

        var seen = new List<string>();
        var next =
            $"{Http.BaseAddress}{FacebookGraph}/{actor.AccountId}/media?fields=id,caption&limit=3&access_token={actor.Token}";
        var pages = 0;
        while (next is not null)
        {
            var page = await Http.GetFromJsonAsync<JsonElement>(next);
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString() ?? ""));
            next =
                page.TryGetProperty("paging", out var paging) && paging.TryGetProperty("next", out var link)
                    ? link.GetString()
                    : null;
            pages++;
        }

        Assert.Equal(Enumerable.Reverse(ids), seen);
        Assert.Equal(3, pages); // the last is empty: a full page always names a next one
    }

    [Fact]
    public async Task A_paging_link_has_the_token_only_when_the_query_had_it()
    {
        var actor = await NewAccountAsync();
        await PublishImageAsync(actor, "one");

        var byHeader = await GetAsync(actor, $"{actor.AccountId}/media?limit=1");
        Assert.DoesNotContain("access_token", byHeader.Body.GetProperty("paging").GetProperty("next").GetString());
    }

    [Fact]
    public async Task Since_and_until_cut_the_list()
    {
        var actor = await NewAccountAsync();
        await PublishImageAsync(actor, "old");
        await SetAsync(new { clockOffsetSeconds = 7_200 });
        var middle = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();
        await PublishImageAsync(actor, "new");

        var recent = await GetAsync(actor, $"{actor.AccountId}/media?fields=caption&since={middle}");
        var earlier = await GetAsync(actor, $"{actor.AccountId}/media?fields=caption&until={middle}");

        Assert.Equal(
            "new",
            Assert.Single(recent.Body.GetProperty("data").EnumerateArray().ToArray()).GetProperty("caption").GetString()
        );
        Assert.Equal(
            "old",
            Assert.Single(earlier.Body.GetProperty("data").EnumerateArray().ToArray()).GetProperty("caption").GetString()
        );
    }

    [Fact]
    public async Task An_unknown_field_fails_the_whole_call()
    {
        var actor = await NewAccountAsync();
        var id = await PublishImageAsync(actor, "one");

        Assert.Equal((100, null), (await GetAsync(actor, $"{id}?fields=id,impressions")).Error);
        Assert.Equal((100, null), (await GetAsync(actor, $"{actor.AccountId}?fields=id,password")).Error);
        Assert.Equal((100, null), (await GetAsync(actor, $"{actor.AccountId}/media?fields=nonsense")).Error);
    }

    [Fact]
    public async Task Comments_are_written_answered_hidden_and_deleted()
    {
        var actor = await NewAccountAsync();
        var media = await PublishImageAsync(actor, "one");
        var own = (await PostAsync(actor, $"{media}/comments", ("message", "First!"))).Id;
        var visitor = (
                await PostJsonAsync(
                    "control/comments",
                    new
                    {
                        mediaId = media,
                        text = "Lovely",
                        username = "a.guest",
                    }
                )
            ).GetProperty("id").GetString() ?? "";
        var reply = (await PostAsync(actor, $"{visitor}/replies", ("message", "Thank you"))).Id;

        var list = await GetAsync(
            actor,
            $"{media}/comments?fields=id,text,username,from{{id,username}},hidden,replies.limit(5){{text,parent_id}}"
        );
        var data = list.Body.GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal([visitor, own], data.Select(c => c.GetProperty("id").GetString()));
        Assert.Equal("a.guest", data[0].GetProperty("username").GetString());
        var answered = data[0].GetProperty("replies").GetProperty("data")[0];
        Assert.Equal(
            ("Thank you", visitor),
            (answered.GetProperty("text").GetString(), answered.GetProperty("parent_id").GetString())
        );

        Assert.Equal((100, 33), (await PostAsync(actor, $"{reply}/replies", ("message", "deeper"))).Error);
        Assert.Equal("True", (await PostAsync(actor, own, ("hide", "true")))["success"]);
        Assert.Equal("False", (await GetAsync(actor, $"{own}?fields=hidden"))["hidden"]);
        await PostAsync(actor, visitor, ("hide", "true"));
        Assert.Equal("True", (await GetAsync(actor, $"{visitor}?fields=hidden"))["hidden"]);
        Assert.Equal((100, null), (await PostAsync(actor, $"{visitor}/replies", ("message", "again"))).Error);

        await DeleteAsync(actor, visitor);
        Assert.Equal((100, 33), (await GetAsync(actor, reply)).Error);
        Assert.Equal(
            ["post", "comment", "comment", "delete"],
            (await EffectsAsync()).Select(e => e.GetProperty("kind").GetString())
        );

        await PostAsync(actor, media, ("comment_enabled", "false"));
        Assert.Equal("False", (await GetAsync(actor, $"{media}?fields=is_comment_enabled"))["is_comment_enabled"]);
        Assert.Equal((10, null), (await PostAsync(actor, $"{media}/comments", ("message", "too late"))).Error);
    }

    [Fact]
    public async Task Insights_grow_with_time_and_are_the_same_when_read_again()
    {
        var actor = await NewAccountAsync();
        var id = await PublishImageAsync(actor, "one");
        var values = new List<long>();
        foreach (var hours in (int[])[1, 6, 24, 72])
        {
            await SetAsync(new { clockOffsetSeconds = hours * 3600 });
            values.Add(await ViewsAsync(actor, id));
        }

        Assert.Equal(values.Order().Distinct(), values);
        await SetAsync(new { clockOffsetSeconds = 3600 });
        Assert.InRange(await ViewsAsync(actor, id), values[0], values[0] + 1);
        Assert.Equal((100, null), (await GetAsync(actor, $"{id}/insights?metric=views,impressions")).Error);
        var account = await GetAsync(actor, $"{actor.AccountId}/insights?metric=reach&period=day&metric_type=total_value");
        Assert.True(account.Body.GetProperty("data")[0].GetProperty("total_value").GetProperty("value").GetInt64() > 0);
    }

    [Fact]
    public async Task Deleting_is_for_facebook_login_and_takes_the_whole_post()
    {
        var actor = await NewAccountAsync();
        var id = await PublishImageAsync(actor, "gone soon");
        var shortcode = (await GetAsync(actor, $"{id}?fields=shortcode"))["shortcode"];
        var instagram = Actor.From(await PostJsonAsync("control/tokens", new { account = actor.AccountId, login = "instagram" }));

        Assert.Equal((100, 33), (await DeleteAsync(instagram, id)).Error);
        var deleted = await DeleteAsync(actor, id);
        Assert.Equal(id, deleted["deleted_id"]);

        Assert.Equal((100, 33), (await GetAsync(actor, id)).Error);
        Assert.Equal((100, 33), (await DeleteAsync(actor, id)).Error);
        using var page = await Http.GetAsync($"p/{shortcode}/");
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Equal(["post", "delete"], (await EffectsAsync()).Select(e => e.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task A_resumable_upload_goes_on_where_it_was_cut()
    {
        var actor = await NewAccountAsync();
        var created = await PostAsync(actor, $"{actor.AccountId}/media", ("media_type", "REELS"), ("upload_type", "resumable"));
        var video = MediaServer.Demo("dough-reel.mp4");

        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await UploadAsync(actor, created["uri"], video[..50_000], 0, video.Length)).Status
        );
        var status = await GetAsync(actor, $"{created.Id}?fields=video_status");
        Assert.Equal(
            50_000,
            status.Body.GetProperty("video_status").GetProperty("uploading_phase").GetProperty("bytes_transferred").GetInt64()
        );
        var wrong = await UploadAsync(actor, created["uri"], video[10..], 10, video.Length);
        Assert.True(wrong.Body.GetProperty("debug_info").GetProperty("retriable").GetBoolean());
        Assert.Equal("True", (await UploadAsync(actor, created["uri"], video[50_000..], 50_000, video.Length))["success"]);

        Assert.Equal("FINISHED", (await SettleAsync(actor, created.Id)).Code);
        var id = (await PublishAsync(actor, created.Id)).Id;
        var url = (await GetAsync(actor, $"{id}?fields=media_url"))["media_url"];
        Assert.Equal(video, await Http.GetByteArrayAsync(new Uri(url)));
    }

    [Fact]
    public async Task Calls_are_logged_without_tokens_or_secrets()
    {
        var actor = await NewAccountAsync();
        using var read = await Http.GetAsync(
            $"{FacebookGraph}/{actor.AccountId}?fields=username&access_token={actor.Token}&appsecret_proof=abc"
        );
        using var exchange = await Http.GetAsync(
            $"{FacebookGraph}/oauth/access_token?client_id={actor.AppId}&client_secret={actor.AppSecret}&code=AQx"
        );

        var text = await Http.GetStringAsync("control/calls");

        Assert.Contains("instagram.account.read", text);
        Assert.Contains("access_token=***", text);
        Assert.DoesNotContain(actor.Token, text);
        Assert.DoesNotContain(actor.AppSecret, text);
        Assert.DoesNotContain("AQx", text);
    }

    [Fact]
    public async Task The_feed_shows_what_was_published_and_escapes_it()
    {
        var actor = await NewAccountAsync();
        const string caption = "<script>alert('x')</script> & #tag\nsecond line";
        var id = await PublishImageAsync(actor, caption);
        await PostJsonAsync(
            "control/comments",
            new
            {
                mediaId = id,
                text = "<img src=x onerror=alert(1)>",
                username = "<b>guest</b>",
            }
        );
        var permalink = (await GetAsync(actor, $"{id}?fields=permalink"))["permalink"];

        var post = await Http.GetStringAsync(new Uri(permalink));
        var profile = await Http.GetStringAsync($"instagram/{actor.Username}");
        var index = await Http.GetStringAsync("");

        Assert.Contains(
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; <span class=\"tag\">#tag</span><br>second line",
            post
        );
        Assert.All([post, profile, index], html => Assert.DoesNotContain("<script", html));
        Assert.DoesNotContain("<img src=x", post);
        Assert.DoesNotContain("<b>guest", post);
        Assert.Contains("/media/", profile);
        Assert.Contains(actor.Username, index);
        using var missing = await Http.GetAsync("instagram/nobody");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Many_accounts_are_made_at_once_and_can_share_a_person()
    {
        var answer = await PostJsonAsync(
            "control/accounts",
            new
            {
                platform = "instagram",
                count = 200,
                login = "facebook",
                perUser = 50,
            }
        );
        var actors = answer.GetProperty("accounts").EnumerateArray().Select(Actor.From).ToArray();

        Assert.Equal(200, actors.Select(a => a.AccountId).Distinct().Count());
        Assert.Equal(4, actors.Select(a => a.Token).Distinct().Count());
        var pages = await GetAsync(actors[0], "me/accounts?fields=id&limit=100");
        Assert.Equal(50, pages.Body.GetProperty("data").GetArrayLength());
        using var bad = await Http.PostAsJsonAsync("control/accounts", new { platform = "friendster" });
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    private async Task<long> ViewsAsync(Actor actor, string id) =>
        (await GetAsync(actor, $"{id}/insights?metric=views"))
            .Body.GetProperty("data")[0]
            .GetProperty("values")[0]
            .GetProperty("value")
            .GetInt64();

    private async Task<Answer> UploadAsync(Actor actor, string uri, byte[] part, long offset, long size)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(part) };
        request.Headers.Authorization = new AuthenticationHeaderValue("OAuth", actor.Token);
        request.Headers.Add("offset", offset.ToString());
        request.Headers.Add("file_size", size.ToString());
        using var response = await Http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }
}
