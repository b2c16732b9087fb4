using Microsoft.AspNetCore.Http;

namespace Atlas.Sandbox.Tests;

public sealed class ContainerRuleTests : SandboxTest
{
    private string Image => Media.Url("three-inks-square.jpg");

    private string Video => Media.Url("dough-reel.mp4");

    [Fact]
    public async Task Every_broken_rule_of_text_and_structure_gives_its_documented_error()
    {
        var actor = await NewAccountAsync();
        (string Name, string Value)[] item = [("image_url", Image), ("is_carousel_item", "true")];
        var items = await Task.WhenAll(Enumerable.Range(0, 11).Select(_ => ContainerAsync(actor, item)));
        var whole = await ContainerAsync(actor, ("image_url", Image));
        var foreign = await ContainerAsync(await NewAccountAsync(), item);
        ((string, string)[] Form, (int, int?) Error)[] cases =
        [
            ([("caption", "no medium")], (100, null)),
            ([("image_url", Image), ("video_url", Video)], (100, 2207023)),
            ([("media_type", "VIDEO"), ("video_url", Video)], (100, 2207023)),
            ([("media_type", "POSTER"), ("image_url", Image)], (100, 2207023)),
            ([("media_type", "REELS"), ("video_url", Video), ("is_carousel_item", "true")], (100, 2207023)),
            ([("media_type", "REELS"), ("image_url", Image)], (100, null)),
            ([("media_type", "STORIES")], (100, null)),
            ([("image_url", "not a url")], (100, null)),
            ([("image_url", Image), ("caption", new string('a', 2_201))], (36004, 2207010)),
            ([("image_url", Image), ("caption", Repeat("#tag", 31))], (36004, 2207010)),
            ([("image_url", Image), ("caption", Repeat("@name", 21))], (100, 2207040)),
            ([("image_url", Image), ("alt_text", new string('a', 1_001))], (100, null)),
            ([("image_url", Image), ("user_tags", """[{"username":"a"}]""")], (100, null)),
            ([("image_url", Image), ("user_tags", """[{"username":"a","x":1.2,"y":0.5}]""")], (100, null)),
            ([("image_url", Image), ("user_tags", "nonsense")], (100, null)),
            ([("image_url", Image), ("collaborators", """["a","b","c","d","e","f"]""")], (100, null)),
            ([("image_url", Image), ("location_id", "here")], (100, null)),
            ([("image_url", Image), ("share_to_feed", "true")], (100, null)),
            ([("image_url", Image), ("image_uri", Image)], (100, null)),
            ([("image_url", Image), ("product_tags", """[{"product_id":"1"}]""")], (100, 2207036)),
            (
                [("media_type", "REELS"), ("video_url", Video), ("product_tags", """[{"product_id":"1","x":0,"y":0}]""")],
                (100, 2207035)
            ),
            ([("image_url", Image), ("product_tags", """[{"x":0,"y":0}]""")], (100, 2207037)),
            ([("media_type", "REELS"), ("video_url", Video), ("thumb_offset", "-1")], (100, null)),
            ([("media_type", "REELS"), ("video_url", Video), ("trial_params", """{"graduation_strategy":"X"}""")], (100, null)),
            ([("media_type", "CAROUSEL"), ("children", items[0])], (100, 2207028)),
            ([("media_type", "CAROUSEL"), ("children", string.Join(',', items))], (100, 2207028)),
            ([("media_type", "CAROUSEL"), ("children", $"{items[0]},{items[0]}")], (100, null)),
            ([("media_type", "CAROUSEL"), ("children", $"{items[0]},{whole}")], (100, null)),
            ([("media_type", "CAROUSEL"), ("children", $"{items[0]},{foreign}")], (24, 2207006)),
        ];

        foreach (var (form, error) in cases)
        {
            var answer = await PostAsync(actor, $"{actor.AccountId}/media", form);
            Assert.True(answer.Error == error, $"{string.Join('&', form)}: {answer.Body}");
        }
    }

    [Theory]
    [InlineData(1080, 1350, null)]
    [InlineData(1080, 1351, 2207009)]
    [InlineData(1910, 1000, null)]
    [InlineData(1911, 1000, 2207009)]
    public async Task The_edges_of_the_ratio_are_exact(int width, int height, int? subcode)
    {
        var actor = await NewAccountAsync();
        var url = Media.Put("edge.jpg", TestMedia.Jpeg(width, height), "image/jpeg");

        var answer = await PostAsync(actor, $"{actor.AccountId}/media", ("image_url", url));

        if (subcode is null)
        {
            Assert.NotEmpty(answer.Id);
        }
        else
        {
            Assert.Equal((36003, subcode), answer.Error);
        }
    }

    [Fact]
    public async Task A_turned_photo_is_measured_as_it_is_shown()
    {
        var actor = await NewAccountAsync();
        var url = Media.Put("turned.jpg", TestMedia.Jpeg(1000, 1910, orientation: 6), "image/jpeg");

        Assert.NotEmpty((await PostAsync(actor, $"{actor.AccountId}/media", ("image_url", url))).Id);
    }

    [Fact]
    public async Task A_story_has_no_limit_of_ratio()
    {
        var actor = await NewAccountAsync();

        var answer = await PostAsync(actor, $"{actor.AccountId}/media", ("image_url", Media.Url("open-now-story.jpg")));
        Assert.Equal((36003, 2207009), answer.Error);
        Assert.NotEmpty(await ContainerAsync(actor, ("media_type", "STORIES"), ("image_url", Media.Url("open-now-story.jpg"))));
    }

    [Fact]
    public async Task What_can_go_wrong_with_fetching_an_image_gives_its_documented_error()
    {
        var actor = await NewAccountAsync();
        var big = new byte[(8 << 20) + 1];
        TestMedia.Jpeg(100, 100).CopyTo(big, 0);
        (string Url, (int, int?) Error)[] cases =
        [
            (Media.Url("missing.jpg"), (9004, 2207052)),
            (Media.Put("page.jpg", "<html>log in</html>"u8.ToArray(), "text/html"), (9004, 2207052)),
            ("http://127.0.0.1:1/closed.jpg", (9004, 2207052)),
            ("https://scontent.fbcdn.net/a.jpg", (9004, 2207052)),
            (Media.Url("bröd.jpg"), (9004, 2207052)),
            (Media.Put("login.jpg", Redirect("/elsewhere.jpg")), (9004, 2207052)),
            (Media.Put("picture.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0], "image/jpeg"), (36001, 2207005)),
            (Media.Put("two.jpg", TestMedia.Jpeg(100, 100, isMultiPicture: true), "image/jpeg"), (36001, 2207005)),
            (Media.Put("cut.jpg", TestMedia.Jpeg(100, 100)[..12], "image/jpeg"), (36001, 2207005)),
            (Media.Put("big.jpg", big, "image/jpeg"), (36000, 2207004)),
        ];

        foreach (var (url, error) in cases)
        {
            var answer = await PostAsync(actor, $"{actor.AccountId}/media", ("image_url", url));
            Assert.True(answer.Error == error, $"{url}: {answer.Body}");
        }

        await SetAsync(new { fetchTimeoutMs = 300 }); // only here: a busy machine may need longer for the others
        var slow = Media.Put("slow.jpg", http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        Assert.Equal((-2, 2207003), (await PostAsync(actor, $"{actor.AccountId}/media", ("image_url", slow))).Error);
    }

    [Fact]
    public async Task A_video_that_breaks_a_rule_ends_in_error_with_the_subcode_in_its_status()
    {
        var actor = await NewAccountAsync();
        var moovLast = TestMedia.MoovLast(MediaServer.Demo("dough-reel.mp4"));
        (string Url, string Subcode, (string, string)[] More)[] cases =
        [
            (Media.Url("missing.mp4"), "2207052", []),
            (Media.Put("text.mp4", "not a video"u8.ToArray()), "2207026", []),
            (Media.Put("half.mp4", MediaServer.Demo("dough-reel.mp4")[..90_000]), "2207026", []),
            (Media.Put("last.mp4", moovLast), "2207026", []),
            (Media.Put("short.mp4", TestMedia.WithDuration(MediaServer.Demo("dough-reel.mp4"), 2.0)), "2207026", []),
            (Media.Put("long.mp4", TestMedia.WithDuration(MediaServer.Demo("dough-reel.mp4"), 901)), "2207026", []),
            (Media.Put("codec.mp4", TestMedia.WithCodec(MediaServer.Demo("dough-reel.mp4"), "vp09")), "2207026", []),
            (Video, "2207057", [("thumb_offset", "5000")]),
        ];

        foreach (var (url, subcode, more) in cases)
        {
            var container = await ContainerAsync(actor, [("media_type", "REELS"), ("video_url", url), .. more]);
            var (code, status) = await SettleAsync(actor, container);
            Assert.True(code is "ERROR" && status.Contains(subcode), $"{url}: {code} {status}");
            Assert.Equal((9007, 2207027), (await PublishAsync(actor, container)).Error);
        }

        await SetAsync(new { requireMoovFirst = false });
        Assert.Equal(
            "FINISHED",
            (
                await SettleAsync(
                    actor,
                    await ContainerAsync(actor, ("media_type", "REELS"), ("video_url", Media.Url("last.mp4")))
                )
            ).Code
        );
        Assert.Equal(
            "FINISHED",
            (
                await SettleAsync(
                    actor,
                    await ContainerAsync(actor, ("media_type", "REELS"), ("video_url", Video), ("thumb_offset", "4999"))
                )
            ).Code
        );
    }

    [Fact]
    public async Task A_story_video_is_a_minute_at_most()
    {
        var actor = await NewAccountAsync();
        var url = Media.Put("minutes.mp4", TestMedia.WithDuration(MediaServer.Demo("dough-reel.mp4"), 61));

        var story = await ContainerAsync(actor, ("media_type", "STORIES"), ("video_url", url));
        var reel = await ContainerAsync(actor, ("media_type", "REELS"), ("video_url", url));

        Assert.Contains("2207026", (await SettleAsync(actor, story)).Status);
        Assert.Equal("FINISHED", (await SettleAsync(actor, reel)).Code);
    }

    [Fact]
    public async Task The_container_limit_is_per_account_and_day()
    {
        await SetAsync(new { containerLimit = 3 });
        var actor = await NewAccountAsync();
        for (var i = 0; i < 3; i++)
        {
            await ContainerAsync(actor, ("image_url", Image));
        }

        Assert.Equal((9, 2207042), (await PostAsync(actor, $"{actor.AccountId}/media", ("image_url", Image))).Error);
        await SetAsync(new { clockOffsetSeconds = 86_401 });
        Assert.NotEmpty(await ContainerAsync(actor, ("image_url", Image)));
    }

    [Fact]
    public async Task A_failed_child_fails_its_carousel()
    {
        var actor = await NewAccountAsync();
        var good = await ContainerAsync(actor, ("image_url", Image), ("is_carousel_item", "true"));
        var bad = await ContainerAsync(actor, ("video_url", Media.Url("missing.mp4")), ("is_carousel_item", "true"));
        var parent = await ContainerAsync(actor, ("media_type", "CAROUSEL"), ("children", $"""["{good}","{bad}"]"""));

        var (code, status) = await SettleAsync(actor, parent);

        Assert.Equal("ERROR", code);
        Assert.Contains("2207052", status);
        Assert.Equal((100, null), (await PublishAsync(actor, good)).Error);
    }

    [Fact]
    public async Task The_fetch_cache_is_off_by_default_and_keeps_to_cache_control()
    {
        var actor = await NewAccountAsync();
        var kept = Media.Put("kept.jpg", MediaServer.Demo("three-inks-square.jpg"), "image/jpeg", "public, max-age=60");
        var fresh = Media.Put("fresh.jpg", MediaServer.Demo("three-inks-square.jpg"), "image/jpeg", "no-store, max-age=60");

        await ContainerAsync(actor, ("image_url", kept));
        await ContainerAsync(actor, ("image_url", kept));
        Assert.Equal(2, Media.Requests.Count(r => r.Path is "/kept.jpg"));

        await SetAsync(new { fetchCache = true });
        for (var i = 0; i < 3; i++)
        {
            await ContainerAsync(actor, ("image_url", kept));
            await ContainerAsync(actor, ("image_url", fresh));
        }

        Assert.Equal(3, Media.Requests.Count(r => r.Path is "/kept.jpg"));
        Assert.Equal(3, Media.Requests.Count(r => r.Path is "/fresh.jpg"));
    }

    private static string Repeat(string word, int count) =>
        string.Join(' ', Enumerable.Range(0, count).Select(i => $"{word}{i}"));

    private static RequestDelegate Redirect(string to) =>
        http =>
        {
            http.Response.Redirect(to);
            return Task.CompletedTask;
        };
}
