using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Atlas.Sandbox.Tests.TikTok;

public sealed class TikTokTests : SandboxTest
{
    private const string Api = "open.tiktokapis.com/v2";

    [Theory]
    [InlineData(50_000_123, 10_000_000, 5, "ok")] // the guide's own example: rounded down
    [InlineData(50_000_123, 10_000_000, 6, "invalid_param")]
    [InlineData(4_000_000, 4_000_000, 1, "ok")]
    [InlineData(4_000_000, 2_000_000, 2, "invalid_param")]
    [InlineData(64_000_001, 64_000_001, 1, "invalid_param")]
    [InlineData(30_000_000, 4_000_000, 7, "invalid_param")]
    [InlineData(120_000_000, 64_000_000, 1, "ok")] // the last part takes what is left over
    public async Task Parts_are_announced_by_the_guides_rules(long size, long chunk, int count, string code)
    {
        var account = await NewAsync();

        var answer = await CallAsync(account, "post/publish/inbox/video/init/", new { source_info = File(size, chunk, count) });

        Assert.Equal(code, Code(answer));
    }

    [Fact]
    public async Task Parts_arrive_one_after_the_other_and_the_last_one_publishes()
    {
        var account = await NewAsync();
        var film = TestMediaFilm(12_000_000);
        var opened = Data(await InitAsync(account, film.Length, 6_000_000, 2));
        var (url, id) = (opened.GetProperty("upload_url").GetString()!, opened.GetProperty("publish_id").GetString()!);

        Assert.Equal(416, (await PutAsync(url, film, 6_000_000, film.Length)).Status);
        Assert.Equal(400, (await PutAsync(url, film, 0, 5_999_999)).Status);
        Assert.Equal(404, (await PutAsync(url + "x", film, 0, 6_000_000)).Status);
        var first = await PutAsync(url, film, 0, 6_000_000);
        Assert.Equal((206, $"bytes 0-5999999/{film.Length}"), first);
        Assert.Equal(416, (await PutAsync(url, film, 0, 6_000_000)).Status);
        Assert.Equal(6_000_000, (await StatusAsync(account, id)).GetProperty("uploaded_bytes").GetInt64());
        Assert.Empty(await EffectsAsync(account.Id));
        Assert.Equal(201, (await PutAsync(url, film, 6_000_000, film.Length)).Status);

        var status = await StatusAsync(account, id);
        Assert.Equal("PUBLISH_COMPLETE", status.GetProperty("status").GetString());
        var effect = Assert.Single(await EffectsAsync(account.Id));
        Assert.Equal(
            $"{status.GetProperty("publicaly_available_post_id")[0].GetInt64()}",
            effect.GetProperty("mediaId").GetString()
        );
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(film)),
            effect.GetProperty("mediaSha256")[0].GetString()
        );
    }

    [Fact]
    public async Task An_upload_lapses_after_an_hour()
    {
        var account = await NewAsync();
        var opened = Data(await InitAsync(account, 60_000, 60_000, 1));
        await SetAsync(new { clockOffsetSeconds = 3_600 });

        var (status, _) = await PutAsync(opened.GetProperty("upload_url").GetString()!, new byte[60_000], 0, 60_000);

        Assert.Equal(403, status);
    }

    [Fact]
    public async Task A_file_that_is_no_video_fails_after_it_has_arrived()
    {
        var account = await NewAsync();
        var opened = Data(await InitAsync(account, 60_000, 60_000, 1));

        Assert.Equal(201, (await PutAsync(opened.GetProperty("upload_url").GetString()!, new byte[60_000], 0, 60_000)).Status);

        var status = await StatusAsync(account, opened.GetProperty("publish_id").GetString()!);
        Assert.Equal(
            ("FAILED", "file_format_check_failed"),
            (status.GetProperty("status").GetString(), status.GetProperty("fail_reason").GetString())
        );
        Assert.Empty(await EffectsAsync(account.Id));
    }

    [Fact]
    public async Task Fields_that_are_unknown_missing_or_out_of_place_are_refused()
    {
        var account = await NewAsync();
        var source = File(60_000, 60_000, 1);

        var answers = new[]
        {
            await CallAsync(account, "post/publish/video/init/", new { source_info = source }),
            await CallAsync(
                account,
                "post/publish/video/init/",
                new { post_info = new { title = "no privacy" }, source_info = source }
            ),
            await CallAsync(
                account,
                "post/publish/video/init/",
                new { post_info = new { privacy_level = "SELF_ONLY", caption = "x" }, source_info = source }
            ),
            await CallAsync(
                account,
                "post/publish/inbox/video/init/",
                new { post_info = new { privacy_level = "SELF_ONLY" }, source_info = source }
            ),
            await CallAsync(
                account,
                "post/publish/content/init/",
                new
                {
                    media_type = "PHOTO",
                    post_mode = "DIRECT_POST",
                    post_info = new { privacy_level = "SELF_ONLY", title = new string('a', 91) },
                    source_info = new
                    {
                        source = "PULL_FROM_URL",
                        photo_images = new[] { Media.Url("rye-portrait.jpg") },
                        photo_cover_index = 0,
                    },
                }
            ),
        };

        Assert.All(answers, answer => Assert.Equal("invalid_param", Code(answer)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.BadRequest, answer.Status));
    }

    [Fact]
    public async Task Creator_info_refuses_with_a_status_of_200()
    {
        var banned = await NewAsync(new { banned = "true" });

        var answer = await CallAsync(banned, "post/publish/creator_info/query/", new { });

        Assert.Equal((HttpStatusCode.OK, "spam_risk_user_banned_from_posting"), (answer.Status, Code(answer)));
    }

    [Fact]
    public async Task A_publish_id_belongs_to_its_account_and_can_be_cancelled()
    {
        var (owner, other) = (await NewAsync(), await NewAsync());
        var id = Data(await InitAsync(owner, 60_000, 60_000, 1)).GetProperty("publish_id").GetString()!;

        var foreign = await CallAsync(other, "post/publish/status/fetch/", new { publish_id = id });
        var unknown = await CallAsync(owner, "post/publish/status/fetch/", new { publish_id = "v_pub_file~v2.0" });
        var cancelled = await CallAsync(owner, "post/publish/cancel/", new { publish_id = id });

        Assert.Equal("token_not_authorized_for_specified_publish_id", Code(foreign));
        Assert.Equal("invalid_publish_id", Code(unknown));
        Assert.Equal("ok", Code(cancelled));
        Assert.Equal("publish_cancelled", (await StatusAsync(owner, id)).GetProperty("fail_reason").GetString());
        Assert.Equal("publish_not_cancellable", Code(await CallAsync(owner, "post/publish/cancel/", new { publish_id = id })));
    }

    [Fact]
    public async Task The_list_pages_through_public_posts_only()
    {
        var account = await NewAsync();
        await SetAsync(new { rateLimits = false });
        foreach (var privacy in new[] { "PUBLIC_TO_EVERYONE", "SELF_ONLY", "PUBLIC_TO_EVERYONE" })
        {
            var film = MediaServer.Demo("dough-reel.mp4");
            var opened = Data(await InitAsync(account, film.Length, film.Length, 1, privacy));
            Assert.Equal(201, (await PutAsync(opened.GetProperty("upload_url").GetString()!, film, 0, film.Length)).Status);
        }

        var first = Data(await CallAsync(account, "video/list/?fields=id,title", new { max_count = 1 }));
        var cursor = first.GetProperty("cursor").GetInt64();
        var second = Data(await CallAsync(account, "video/list/?fields=id,title", new { max_count = 1, cursor }));

        Assert.True(first.GetProperty("has_more").GetBoolean());
        Assert.False(second.GetProperty("has_more").GetBoolean());
        Assert.NotEqual(
            Assert.Single(first.GetProperty("videos").EnumerateArray()).GetProperty("id").GetString(),
            Assert.Single(second.GetProperty("videos").EnumerateArray()).GetProperty("id").GetString()
        );
        Assert.Equal("invalid_params", Code(await CallAsync(account, "video/list/", new { max_count = 1 })));
    }

    private static object File(long size, long chunk, int count) =>
        new
        {
            source = "FILE_UPLOAD",
            video_size = size,
            chunk_size = chunk,
            total_chunk_count = count,
        };

    private static byte[] TestMediaFilm(int bytes)
    {
        var film = MediaServer.Demo("dough-reel.mp4");
        var box = new byte[bytes - film.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        "free"u8.CopyTo(box.AsSpan(4));
        return [.. film, .. box];
    }

    private Task<Answer> InitAsync(Creator account, long size, long chunk, int count, string privacy = "PUBLIC_TO_EVERYONE") =>
        CallAsync(
            account,
            "post/publish/video/init/",
            new { post_info = new { title = "Fresh bread", privacy_level = privacy }, source_info = File(size, chunk, count) }
        );

    private async Task<JsonElement> StatusAsync(Creator account, string id) =>
        Data(await CallAsync(account, "post/publish/status/fetch/", new { publish_id = id }));

    private async Task<(int Status, string? Range)> PutAsync(string url, byte[] file, int from, int to)
    {
        using var content = new ByteArrayContent(file, from, to - from);
        content.Headers.ContentType = new MediaTypeHeaderValue("video/mp4");
        content.Headers.ContentRange = new ContentRangeHeaderValue(from, to - 1, file.Length);
        using var response = await Http.PutAsync(url, content);
        return ((int)response.StatusCode, response.Content.Headers.ContentRange?.ToString());
    }

    private async Task<Answer> CallAsync(Creator account, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Api}/{path}") { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", account.Token);
        using var response = await Http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    private async Task<Creator> NewAsync(object? extra = null)
    {
        var account = (await PostJsonAsync("control/accounts", new { platform = "tiktok", extra })).GetProperty("accounts")[0];
        return new Creator(account.GetProperty("accountId").GetString()!, account.GetProperty("accessToken").GetString()!);
    }

    private static string Code(Answer answer) => answer.Body.GetProperty("error").GetProperty("code").GetString()!;

    private static JsonElement Data(Answer answer)
    {
        Assert.Equal("ok", Code(answer));
        return answer.Body.GetProperty("data");
    }

    private sealed record Creator(string Id, string Token);
}
