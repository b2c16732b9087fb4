using System.Net;

namespace Atlas.Sandbox.Tests.Facebook;

/// <summary>What the simulated Pages refuse, and the states that their videos and stories really have.</summary>
public sealed class PageTests : SandboxTest
{
    [Theory]
    [InlineData("message=Hello&colour=red", "Unknown parameter")]
    [InlineData("link=bakery.example", "must be a URL")]
    [InlineData("message=", "Missing message or attachment")]
    [InlineData("message=x&attached_media=[{\"media_fbid\":\"1\"}]", "attached_media is invalid")]
    [InlineData("message=x&published=false", "not simulated")]
    [InlineData("link=https://www.facebook.com/x", "not allowed")]
    public async Task A_post_with_a_wrong_parameter_is_refused(string form, string message)
    {
        var page = await PageAsync();

        var answer = await PostAsync(
            page,
            $"{page.AccountId}/feed",
            [.. form.Split('&').Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1]))]
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(message, answer.Body.GetProperty("error").GetProperty("message").GetString());
        Assert.Empty(await EffectsAsync(page.AccountId));
    }

    [Fact]
    public async Task A_persons_token_can_neither_post_nor_comment()
    {
        var page = await PageAsync();
        var person = page with { Token = page.PageToken! };

        var post = await PostAsync(person, $"{page.AccountId}/feed", ("message", "x"));
        var own = await PostAsync(page, $"{page.AccountId}/feed", ("message", "x"));
        var comment = await PostAsync(person, $"{own.Id}/comments", ("message", "x"));

        Assert.Equal(190, Code(post));
        Assert.Equal(1705, Code(comment));
    }

    [Fact]
    public async Task A_photo_stands_in_one_post_only()
    {
        var page = await PageAsync();
        var photo = await PostAsync(
            page,
            $"{page.AccountId}/photos",
            ("url", Media.Url("three-inks-square.jpg")),
            ("published", "false")
        );
        Assert.False(photo.Body.TryGetProperty("post_id", out _));
        var attached = ("attached_media", $$"""[{"media_fbid":"{{photo.Id}}"}]""");

        var first = await PostAsync(page, $"{page.AccountId}/feed", ("message", "one"), attached);
        var second = await PostAsync(page, $"{page.AccountId}/feed", ("message", "two"), attached);

        Assert.StartsWith(page.AccountId + "_", first.Id);
        Assert.Equal(1366051, second.Body.GetProperty("error").GetProperty("error_subcode").GetInt32());
        Assert.Single(await EffectsAsync(page.AccountId));
    }

    [Fact]
    public async Task A_reel_goes_through_its_phases_and_is_published_by_the_last()
    {
        var page = await PageAsync();
        var started = await PostAsync(page, $"{page.AccountId}/video_reels", ("upload_phase", "start"));
        var video = started.Body.GetProperty("video_id").GetString()!;
        var before = await StatusAsync(page, video);
        var early = await FinishAsync(page, video);
        Assert.Equal(6000, Code(early));

        await UploadAsync(page, started.Body.GetProperty("upload_url").GetString()!, "dough-reel.mp4");
        var uploaded = await StatusAsync(page, video);
        var finished = await FinishAsync(page, video);
        var live = await StatusAsync(page, video);
        var twice = await FinishAsync(page, video);

        Assert.Equal(("uploading", "not_published"), before);
        Assert.Equal(("upload_complete", "not_published"), uploaded);
        Assert.Equal(HttpStatusCode.OK, finished.Status);
        Assert.Equal(("ready", "published"), live);
        Assert.Equal(HttpStatusCode.OK, twice.Status);
        Assert.Equal(video, Assert.Single(await EffectsAsync(page.AccountId)).GetProperty("mediaId").GetString());
    }

    [Fact]
    public async Task A_reel_of_another_shape_or_of_no_video_fails()
    {
        var page = await PageAsync();
        var shape = await ReelAsync(page, "inks-carousel.mp4");
        var picture = await ReelAsync(page, "three-inks-square.jpg");

        var refused = await FinishAsync(page, shape);
        await FinishAsync(page, picture);

        Assert.Equal(1363040, refused.Body.GetProperty("error").GetProperty("error_subcode").GetInt32());
        Assert.Equal(("error", "not_published"), await StatusAsync(page, picture));
        Assert.Empty(await EffectsAsync(page.AccountId));
    }

    [Fact]
    public async Task The_31st_reel_of_a_day_is_refused()
    {
        var page = await PageAsync();
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await FinishAsync(page, await ReelAsync(page, "dough-reel.mp4"))).Status);
        }

        var refused = await FinishAsync(page, await ReelAsync(page, "dough-reel.mp4"));

        Assert.Equal(368, Code(refused));
        Assert.Equal(30, (await EffectsAsync(page.AccountId)).Length);
    }

    [Fact]
    public async Task A_medium_given_straight_to_a_storys_edge_is_an_unknown_error()
    {
        var page = await PageAsync();

        var answer = await PostAsync(page, $"{page.AccountId}/photo_stories");

        Assert.Equal((HttpStatusCode.InternalServerError, 1), (answer.Status, Code(answer)));
    }

    [Fact]
    public async Task Posts_are_listed_newest_first_with_their_photos_and_no_stories()
    {
        var page = await PageAsync();
        var photo = await PostAsync(
            page,
            $"{page.AccountId}/photos",
            ("url", Media.Url("three-inks-square.jpg")),
            ("published", "false")
        );
        var story = await PostAsync(page, $"{page.AccountId}/photo_stories", ("photo_id", photo.Id));
        var post = await PostAsync(page, $"{page.AccountId}/feed", ("message", "Fresh bread"));

        var posts = await GetAsync(page, $"{page.AccountId}/published_posts?fields=id,message");
        var stories = await GetAsync(page, $"{page.AccountId}/stories");

        Assert.Equal(
            [post.Id],
            posts.Body.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("id").GetString())
        );
        var only = Assert.Single(stories.Body.GetProperty("data").EnumerateArray());
        Assert.Equal(story.Body.GetProperty("post_id").GetString(), only.GetProperty("post_id").GetString());
        Assert.Equal(photo.Id, only.GetProperty("media_id").GetString());
    }

    [Fact]
    public async Task A_visitors_comment_is_read_without_its_author()
    {
        var page = await PageAsync();
        var post = await PostAsync(page, $"{page.AccountId}/feed", ("message", "Fresh bread"));
        await PostJsonAsync(
            "control/comments",
            new
            {
                platform = "facebook",
                mediaId = post.Id,
                text = "Open on Sunday?",
            }
        );

        var answer = await GetAsync(page, $"{post.Id}/comments?fields=message,from");

        var comment = Assert.Single(answer.Body.GetProperty("data").EnumerateArray());
        Assert.Equal("Open on Sunday?", comment.GetProperty("message").GetString());
        Assert.False(comment.TryGetProperty("from", out _));
    }

    [Fact]
    public async Task Every_Page_behind_an_Instagram_account_has_a_feed()
    {
        var instagram = await NewAccountAsync();
        var page = instagram with { Token = instagram.PageToken!, AccountId = instagram.PageId! };

        var post = await PostAsync(page, $"{page.AccountId}/feed", ("message", "Fresh bread"));

        var effect = Assert.Single(await EffectsAsync(page.AccountId));
        Assert.Equal("facebook", effect.GetProperty("platform").GetString());
        using var feed = await Http.GetAsync(effect.GetProperty("permalink").GetString());
        Assert.True(feed.IsSuccessStatusCode);
        Assert.Contains("Fresh bread", await feed.Content.ReadAsStringAsync());
        Assert.Equal(post.Id, effect.GetProperty("mediaId").GetString());
    }

    /// <summary>A Page with its own token; <see cref="Actor.PageToken"/> holds its owner's here.</summary>
    private async Task<Actor> PageAsync()
    {
        var answer = await PostJsonAsync("control/accounts", new { platform = "facebook" });
        var account = answer.GetProperty("accounts")[0];
        return new Actor(
            account.GetProperty("accountId").GetString()!,
            account.GetProperty("username").GetString()!,
            account.GetProperty("accessToken").GetString()!,
            "facebook",
            account.GetProperty("appId").GetString()!,
            account.GetProperty("appSecret").GetString()!
        )
        {
            PageToken = account.GetProperty("extra").GetProperty("userAccessToken").GetString(),
        };
    }

    private async Task<string> ReelAsync(Actor page, string file)
    {
        var started = await PostAsync(page, $"{page.AccountId}/video_reels", ("upload_phase", "start"));
        await UploadAsync(page, started.Body.GetProperty("upload_url").GetString()!, file);
        return started.Body.GetProperty("video_id").GetString()!;
    }

    private async Task UploadAsync(Actor page, string url, string file)
    {
        var bytes = MediaServer.Demo(file);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(bytes) };
        request.Headers.Add("offset", "0");
        request.Headers.Add("file_size", $"{bytes.Length}");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(page, request)).Status);
    }

    private Task<Answer> FinishAsync(Actor page, string video) =>
        PostAsync(
            page,
            $"{page.AccountId}/video_reels",
            ("upload_phase", "finish"),
            ("video_id", video),
            ("video_state", "PUBLISHED")
        );

    private async Task<(string? Video, string? Publish)> StatusAsync(Actor page, string video)
    {
        var status = (await GetAsync(page, $"{video}?fields=status")).Body.GetProperty("status");
        return (
            status.GetProperty("video_status").GetString(),
            status.GetProperty("publishing_phase").GetProperty("publish_status").GetString()
        );
    }

    private static int Code(Answer answer) => answer.Body.GetProperty("error").GetProperty("code").GetInt32();
}
