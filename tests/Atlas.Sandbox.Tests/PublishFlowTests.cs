using System.Security.Cryptography;
using System.Text.Json;

namespace Atlas.Sandbox.Tests;

public sealed class PublishFlowTests : SandboxTest
{
    [Theory]
    [InlineData("facebook")]
    [InlineData("instagram")]
    public async Task An_image_goes_from_container_to_feed_with_either_login(string login)
    {
        var actor = await NewAccountAsync(login);

        var container = await ContainerAsync(
            actor,
            ("image_url", Media.Url("rye-portrait.jpg")),
            ("caption", "Fresh rye #bread"),
            ("alt_text", "A loaf")
        );
        Assert.Equal("FINISHED", (await SettleAsync(actor, container)).Code);
        var id = (await PublishAsync(actor, container)).Id;

        Assert.NotEqual(container, id);
        Assert.Equal("PUBLISHED", (await SettleAsync(actor, container)).Code);
        var media = await GetAsync(
            actor,
            $"{id}?fields=id,caption,alt_text,media_type,media_product_type,permalink,shortcode,timestamp,username,media_url"
        );
        Assert.Equal("Fresh rye #bread", media["caption"]);
        Assert.Equal("A loaf", media["alt_text"]);
        Assert.Equal("IMAGE", media["media_type"]);
        Assert.Equal("FEED", media["media_product_type"]);
        Assert.EndsWith($"/p/{media["shortcode"]}/", media["permalink"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$", media["timestamp"]);
        var shown = await Http.GetByteArrayAsync(new Uri(media["media_url"]));
        Assert.Equal(MediaServer.Demo("rye-portrait.jpg"), shown);

        var effect = Assert.Single(await EffectsAsync(actor.AccountId));
        Assert.Equal("post", effect.GetProperty("kind").GetString());
        Assert.Equal(id, effect.GetProperty("mediaId").GetString());
        Assert.Equal(container, effect.GetProperty("containerId").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(shown)), effect.GetProperty("mediaSha256")[0].GetString());
        Assert.Contains(Media.Requests, r => r.Path is "/rye-portrait.jpg" && r.UserAgent.StartsWith("facebookexternalhit/1.1"));
    }

    [Fact]
    public async Task A_reel_is_processed_after_the_call_and_reads_back_as_a_video()
    {
        var actor = await NewAccountAsync();
        await SetAsync(new { videoProcessingMs = 3_600_000 });
        var container = await ContainerAsync(
            actor,
            ("media_type", "REELS"),
            ("video_url", Media.Url("dough-reel.mp4")),
            ("caption", "Dough"),
            ("cover_url", Media.Url("open-now-story.jpg")),
            ("share_to_feed", "false")
        );
        Assert.Equal("IN_PROGRESS", (await GetAsync(actor, $"{container}?fields=status_code"))["status_code"]);
        Assert.Equal((9007, 2207027), (await PublishAsync(actor, container)).Error);

        await SetAsync(new { clockOffsetSeconds = 3_700, videoProcessingMs = 0 });
        Assert.Equal("FINISHED", (await SettleAsync(actor, container)).Code);
        var id = (await PublishAsync(actor, container)).Id;

        var media = await GetAsync(actor, $"{id}?fields=media_type,media_product_type,permalink,is_shared_to_feed,thumbnail_url");
        Assert.Equal(("VIDEO", "REELS", "False"), (media["media_type"], media["media_product_type"], media["is_shared_to_feed"]));
        Assert.Contains("/reel/", media["permalink"]);
        Assert.Equal(MediaServer.Demo("open-now-story.jpg"), await Http.GetByteArrayAsync(new Uri(media["thumbnail_url"])));
        Assert.Equal("reel", (await EffectsAsync()).Single().GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_carousel_of_images_and_videos_counts_once_and_keeps_its_order()
    {
        var actor = await NewAccountAsync();
        var image = await ContainerAsync(actor, ("image_url", Media.Url("fjord-landscape.jpg")), ("is_carousel_item", "true"));
        var video = await ContainerAsync(
            actor,
            ("media_type", "VIDEO"),
            ("video_url", Media.Url("inks-carousel.mp4")),
            ("is_carousel_item", "true")
        );
        var parent = await ContainerAsync(
            actor,
            ("media_type", "CAROUSEL"),
            ("children", $"{video},{image}"),
            ("caption", "Two")
        );
        Assert.Equal("FINISHED", (await SettleAsync(actor, parent)).Code);

        var id = (await PublishAsync(actor, parent)).Id;

        var media = await GetAsync(actor, $"{id}?fields=media_type,children{{media_type}}");
        Assert.Equal("CAROUSEL_ALBUM", media["media_type"]);
        var kinds = media
            .Body.GetProperty("children")
            .GetProperty("data")
            .EnumerateArray()
            .Select(c => c.GetProperty("media_type").GetString());
        Assert.Equal(["VIDEO", "IMAGE"], kinds);
        var quota = await GetAsync(actor, $"{actor.AccountId}/content_publishing_limit?fields=config,quota_usage");
        Assert.Equal(1, quota.Body.GetProperty("data")[0].GetProperty("quota_usage").GetInt32());
        var effect = Assert.Single(await EffectsAsync());
        Assert.Equal("carousel", effect.GetProperty("kind").GetString());
        Assert.Equal(2, effect.GetProperty("mediaSha256").GetArrayLength());
    }

    [Fact]
    public async Task A_story_is_listed_as_a_story_only_and_is_gone_after_a_day()
    {
        var actor = await NewAccountAsync();
        var container = await ContainerAsync(actor, ("media_type", "STORIES"), ("image_url", Media.Url("open-now-story.jpg")));
        var id = (await PublishAsync(actor, container)).Id;

        Assert.Equal([id], Ids(await GetAsync(actor, $"{actor.AccountId}/stories")));
        Assert.Empty(Ids(await GetAsync(actor, $"{actor.AccountId}/media")));

        await SetAsync(new { clockOffsetSeconds = 86_401 });
        Assert.Empty(Ids(await GetAsync(actor, $"{actor.AccountId}/stories")));
        Assert.Equal((100, 33), (await GetAsync(actor, id)).Error);
    }

    [Fact]
    public async Task A_container_publishes_once()
    {
        var actor = await NewAccountAsync();
        var container = await ContainerAsync(actor, ("image_url", Media.Url("three-inks-square.jpg")));

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => PublishAsync(actor, container)));

        var id = Assert.Single(answers, answer => (int)answer.Status is 200).Id;
        Assert.All(answers.Where(answer => (int)answer.Status is not 200), answer => Assert.Equal((24, 2207006), answer.Error));
        Assert.Single(await EffectsAsync());

        await SetAsync(new { republish = "same" });
        Assert.Equal(id, (await PublishAsync(actor, container)).Id);
        Assert.Single(await EffectsAsync());
    }

    [Fact]
    public async Task A_container_expires_after_a_day()
    {
        var actor = await NewAccountAsync();
        var container = await ContainerAsync(actor, ("image_url", Media.Url("three-inks-square.jpg")));

        await SetAsync(new { clockOffsetSeconds = 86_401 });

        Assert.Equal("EXPIRED", (await SettleAsync(actor, container)).Code);
        Assert.Equal((-2, 2207020), (await PublishAsync(actor, container)).Error);
        Assert.Empty(await EffectsAsync());
    }

    [Fact]
    public async Task The_quota_is_rolling_and_per_account()
    {
        await SetAsync(new { quotaTotal = 2 });
        var actor = await NewAccountAsync();
        var other = await NewAccountAsync();
        await PublishImageAsync(actor, "one");
        await SetAsync(new { clockOffsetSeconds = 43_200 });
        await PublishImageAsync(actor, "two");

        var container = await ContainerAsync(actor, ("image_url", Media.Url("three-inks-square.jpg")));
        Assert.Equal((9, 2207042), (await PublishAsync(actor, container)).Error);
        await PublishImageAsync(other, "another account's");

        await SetAsync(new { clockOffsetSeconds = 86_410 });
        Assert.NotEmpty((await PublishAsync(actor, container)).Id);
    }

    [Fact]
    public async Task Parallel_publishing_gives_distinct_ids_and_a_whole_log()
    {
        var actors = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => NewAccountAsync(i % 2 is 0 ? "facebook" : "instagram"))
        );

        var ids = await Task.WhenAll(Enumerable.Range(0, 120).Select(i => PublishImageAsync(actors[i % 4], $"post {i}")));

        Assert.Equal(120, ids.Distinct().Count());
        var effects = await EffectsAsync();
        Assert.Equal(Enumerable.Range(1, 120).Select(i => (long)i), effects.Select(e => e.GetProperty("seq").GetInt64()));
        Assert.Equal(ids.Order(), effects.Select(e => e.GetProperty("mediaId").GetString()).Order());
        foreach (var actor in actors)
        {
            Assert.Equal(30, Ids(await GetAsync(actor, $"{actor.AccountId}/media?limit=100")).Length);
        }
    }

    [Fact]
    public async Task A_second_copy_is_counted_as_doubled()
    {
        var actor = await NewAccountAsync();
        await PublishImageAsync(actor, "the same");
        await PublishImageAsync(actor, "the same");
        await PublishImageAsync(actor, "another");

        var summary = JsonDocument.Parse(await Http.GetStringAsync("control/effects?since=0")).RootElement.GetProperty("summary");

        Assert.Equal(3, summary.GetProperty("count").GetInt32());
        Assert.Equal(1, summary.GetProperty("doubled").GetInt32());
        var rest = JsonDocument.Parse(await Http.GetStringAsync("control/effects?since=2")).RootElement.GetProperty("effects");
        Assert.Equal(3, Assert.Single(rest.EnumerateArray().ToArray()).GetProperty("seq").GetInt64());
    }

    private static string[] Ids(Answer answer) =>
        [.. answer.Body.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("id").GetString() ?? "")];
}
