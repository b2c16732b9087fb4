using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Testing;

namespace Atlas.Platforms.Tests.Instagram;

public sealed class InstagramPublisherTests
{
    private const string Finished = """{"status_code":"FINISHED","status":"Finished: Media has been uploaded","id":"1"}""";
    private const string InProgress = """{"status_code":"IN_PROGRESS","status":"In progress","id":"1"}""";

    [Fact]
    public async Task An_image_takes_a_container_one_look_and_one_publish()
    {
        var network = new ScriptedInstagram()
            .On("POST /v25.0/17841400000000001/media", """{"id":"18001"}""")
            .On("GET /v25.0/18001", Finished)
            .On("POST /v25.0/17841400000000001/media_publish", """{"id":"17999"}""");
        var image = Posts.Image();
        var content = Posts.Content(PostType.Post, [image], "Käse & Brot #1+1") with
        {
            Media = [new PostMedia(image.Id, "A loaf", [new UserTag("@baker", 0.5, 0.25)])],
        };

        var (answer, _, steps) = await new PublisherUnderTest(network).RunAsync(
            Posts.Work(
                content with
                {
                    Options = System.Text.Json.JsonDocument.Parse("""{"locationId":"77","collaborators":["ann"]}""").RootElement,
                },
                [image]
            )
        );

        Assert.Equal("17999", Assert.IsType<StepAnswer.Done>(answer).PlatformPostId);
        Assert.Equal(["container", "poll", "publish"], steps);
        var container = network.Calls[0];
        Assert.Equal("graph.facebook.com", container.Url.Host);
        Assert.Equal($"https://media.example/{image.Id}?sig=a%2Bb&e=1", container.Form["image_url"]);
        Assert.Equal("Käse & Brot #1+1", container.Form["caption"]);
        Assert.Equal("A loaf", container.Form["alt_text"]);
        Assert.Equal("""[{"username":"baker","x":0.5,"y":0.25}]""", container.Form["user_tags"]);
        Assert.Equal("77", container.Form["location_id"]);
        Assert.Equal("""["ann"]""", container.Form["collaborators"]);
        Assert.Equal("18001", network.Calls[2].Form["creation_id"]);
        Assert.All(network.Calls, call => Assert.Equal($"Bearer {Posts.Token}", call.Authorization));
        Assert.All(network.Calls, call => Assert.DoesNotContain(Posts.Token, call.Url.AbsoluteUri));
        Assert.True(network.IsPlayedOut);
    }

    [Fact]
    public async Task A_carousel_prepares_each_item_then_itself_and_keeps_the_order()
    {
        var network = new ScriptedInstagram()
            .On("POST /media", """{"id":"11"}""")
            .On("POST /media", """{"id":"12"}""")
            .On("POST /media", """{"id":"13"}""")
            .On("GET /11", Finished)
            .On("GET /12", InProgress)
            .On("GET /12", Finished)
            .On("GET /13", Finished)
            .On("POST /media", """{"id":"20"}""")
            .On("GET /20", InProgress)
            .On("GET /20", Finished)
            .On("POST /media_publish", """{"id":"30"}""");
        var media = new[] { Posts.Image(), Posts.Video(), Posts.Image() };

        var (answer, _, steps) = await new PublisherUnderTest(network).RunAsync(
            Posts.Work(Posts.Content(PostType.Post, media), media)
        );

        Assert.Equal("30", Assert.IsType<StepAnswer.Done>(answer).PlatformPostId);
        Assert.Equal(["item", "item", "item", "poll", "poll", "poll", "poll", "container", "poll", "poll", "publish"], steps);
        Assert.Equal("VIDEO", network.Calls[1].Form["media_type"]);
        Assert.All(network.Calls.Take(3), call => Assert.Equal("true", call.Form["is_carousel_item"]));
        Assert.All(network.Calls.Take(3), call => Assert.False(call.Form.ContainsKey("caption")));
        var parent = network.Calls[7].Form;
        Assert.Equal("CAROUSEL", parent["media_type"]);
        Assert.Equal("11,12,13", parent["children"]);
        Assert.Equal("Fresh bread", parent["caption"]);
    }

    [Fact]
    public async Task A_reel_carries_its_options_and_is_looked_at_more_and_more_rarely()
    {
        var network = new ScriptedInstagram().On("POST /media", """{"id":"11"}""");
        for (var i = 0; i < 6; i++)
        {
            network.On("GET /11", InProgress);
        }

        network.On("GET /11", Finished).On("POST /media_publish", """{"id":"30"}""");
        var video = Posts.Video();
        var under = new PublisherUnderTest(network);

        var (answer, _, _) = await under.RunAsync(
            Posts.Work(
                Posts.Content(
                    PostType.Reel,
                    [video],
                    options: """{"coverUrl":"https://c.example/a.jpg","thumbOffset":1,"shareToFeed":false,"trial":"manual"}"""
                ),
                [video],
                login: "instagram"
            )
        );

        Assert.IsType<StepAnswer.Done>(answer);
        var form = network.Calls[0].Form;
        Assert.Equal("graph.instagram.com", network.Calls[0].Url.Host);
        Assert.Equal("REELS", form["media_type"]);
        Assert.Equal("https://c.example/a.jpg", form["cover_url"]);
        Assert.Equal("false", form["share_to_feed"]);
        Assert.Equal("""{"graduation_strategy":"MANUAL"}""", form["trial_params"]);
        Assert.False(form.ContainsKey("thumb_offset")); // the cover wins
        Assert.Equal(TimeSpan.FromSeconds(3 + 5 + 10 + 15 + 30 + 30 + 30), under.Clock.Now - FakeClock.DefaultStart);
    }

    [Fact]
    public async Task A_story_has_no_caption()
    {
        var network = new ScriptedInstagram()
            .On("POST /media", """{"id":"11"}""")
            .On("GET /11", Finished)
            .On("POST /media_publish", """{"id":"30"}""");
        var image = Posts.Image();

        await new PublisherUnderTest(network).RunAsync(Posts.Work(Posts.Content(PostType.Story, [image]), [image]));

        Assert.Equal("STORIES", network.Calls[0].Form["media_type"]);
        Assert.False(network.Calls[0].Form.ContainsKey("caption"));
        Assert.False(network.Calls[0].Form.ContainsKey("alt_text"));
    }

    [Fact]
    public async Task Ready_holds_for_a_day_less_half_an_hour_and_then_preparation_starts_again()
    {
        var network = new ScriptedInstagram()
            .On("POST /media", """{"id":"11"}""")
            .On("GET /11", Finished)
            .On("POST /media", """{"id":"12"}""")
            .On("GET /12", Finished)
            .On("POST /media_publish", """{"id":"30"}""");
        var image = Posts.Image();
        var under = new PublisherUnderTest(network);
        var work = Posts.Work(Posts.Content(PostType.Post, [image]), [image]);
        work = work with { Cursor = Assert.IsType<StepAnswer.Continue>(await under.StepAsync(work)).Cursor };

        var ready = Assert.IsType<StepAnswer.Ready>(await under.StepAsync(work));
        Assert.Equal(FakeClock.DefaultStart.AddHours(23.5), ready.ValidUntil);
        under.Clock.AdvanceTo(ready.ValidUntil);
        var (answer, _, steps) = await under.RunAsync(work with { Cursor = ready.Cursor });

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(["publish", "container", "poll", "publish"], steps);
        Assert.Equal("12", network.Calls[^1].Form["creation_id"]);
        Assert.True(network.IsPlayedOut);
    }

    [Fact]
    public async Task Containers_of_other_content_are_not_published()
    {
        var network = new ScriptedInstagram().On("POST /media", """{"id":"11"}""").On("GET /11", Finished);
        var image = Posts.Image();
        var under = new PublisherUnderTest(network);
        var (_, work, _) = await under.RunAsync(Posts.Work(Posts.Content(PostType.Post, [image]), [image]), until: "publish");

        Assert.Equal("container", under.Publisher.NextStep(work with { ContentHash = "ffff" }).Name);
        Assert.Equal("publish", under.Publisher.NextStep(work).Name);
    }

    [Theory]
    [InlineData("""{"permalink":"https://www.instagram.com/p/Abc/","timestamp":"2026-11-22T09:00:01+0000"}""", 200, true)]
    [InlineData("""{"error":{"message":"m","type":"GraphMethodException","code":100,"error_subcode":33}}""", 400, false)]
    [InlineData("gateway", 502, false)]
    public async Task The_permalink_is_nice_to_have(string json, int status, bool known)
    {
        var network = new ScriptedInstagram()
            .On("POST /media", """{"id":"11"}""")
            .On("GET /11", Finished)
            .On("POST /media_publish", """{"id":"30"}""")
            .On("GET /30", json, status);
        var image = Posts.Image();

        var (answer, _, _) = await new PublisherUnderTest(network, options => options.ReadPermalinkAfterPublish = true).RunAsync(
            Posts.Work(Posts.Content(PostType.Post, [image]), [image])
        );

        var done = Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal("30", done.PlatformPostId);
        Assert.Equal(known ? "https://www.instagram.com/p/Abc/" : null, done.Permalink);
        Assert.Equal(known ? new DateTimeOffset(2026, 11, 22, 9, 0, 1, TimeSpan.Zero) : null, done.PublishedAt);
    }
}
