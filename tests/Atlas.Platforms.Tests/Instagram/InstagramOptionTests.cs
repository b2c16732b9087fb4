using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Platforms.Tests.Instagram;

/// <summary>Videos that are sent instead of fetched, products, polls and partnerships.</summary>
public sealed class InstagramOptionTests(InstagramSandbox sandbox) : IClassFixture<InstagramSandbox>
{
    private const string ByFile = """{"upload":"file"}""";

    public static TheoryData<PostType, string[]> Videos() =>
        new()
        {
            { PostType.Reel, ["dough-reel.mp4"] },
            { PostType.Story, ["dough-reel.mp4"] },
            { PostType.Post, ["three-inks-square.jpg", "inks-carousel.mp4", "fjord-landscape.jpg"] },
        };

    [Theory]
    [MemberData(nameof(Videos))]
    public async Task A_video_is_sent_where_it_can_not_be_fetched(PostType type, string[] files)
    {
        var actor = await sandbox.ConnectAsync();
        var fetched = 0;
        var work = Work(type, files, actor, options: null);
        var fetch = work.FetchUrl;
        work = work with
        {
            FetchUrl = (asset, token) =>
            {
                fetched += asset.Kind is Core.Media.MediaKind.Video ? 1 : 0;
                return fetch(asset, token);
            },
        };
        sandbox.Reach = Core.Media.ReachAnswer.No("Nobody comes in.");
        StepAnswer answer;
        try
        {
            (answer, _) = await sandbox.RunAsync(work);
        }
        finally
        {
            sandbox.Reach = Core.Media.ReachAnswer.Yes;
        }

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(0, fetched);
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal(
            work.Media.Select(asset => asset.Sha256),
            effect.GetProperty("mediaSha256").EnumerateArray().Select(hash => hash.GetString())
        );
    }

    [Theory]
    [InlineData("facebook", null, false)]
    [InlineData("facebook", """{"upload":"url"}""", true)]
    [InlineData("instagram", null, true)]
    public void A_post_of_videos_alone_waits_for_no_address(string login, string? options, bool fetched)
    {
        var (image, video) = (Posts.Image(), Posts.Video());
        var alone = Posts.Work(Posts.Content(PostType.Reel, [video], options: options), [video], login).Draft;
        var mixed = Posts.Work(Posts.Content(PostType.Post, [image, video], options: options), [image, video], login).Draft;

        Assert.Equal(fetched, sandbox.Publisher.FetchesMedia(alone));
        Assert.True(sandbox.Publisher.FetchesMedia(mixed));
        Assert.True(sandbox.Publisher.FetchesMedia(alone with { Content = alone.Content with { Cover = image.Id } }));
    }

    [Theory]
    [InlineData("cut", "before")]
    [InlineData("cut", "after")]
    [InlineData("serverError", "before")]
    [InlineData("serverError", "after")]
    [InlineData("malformedBody", "after")]
    public async Task An_upload_that_breaks_off_goes_on_from_what_has_arrived(string fault, string phase)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(
            new
            {
                kind = fault,
                phase,
                operation = "instagram.container.upload",
                accountId = actor.Channel.AccountId,
                times = 1,
            }
        );

        var (first, work) = await sandbox.RunAsync(Work(PostType.Reel, ["dough-reel.mp4"], actor, ByFile));
        var broken = Assert.IsType<StepAnswer.Refused>(first);
        Assert.Equal(RefusalClass.Transient, broken.Class);
        var (answer, _) = await sandbox.RunAsync(work with { Cursor = broken.Cursor });

        Assert.IsType<StepAnswer.Done>(answer);
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal(work.Media[0].Sha256, effect.GetProperty("mediaSha256")[0].GetString());
    }

    [Fact]
    public async Task Products_a_poll_and_a_partner_are_seen_by_followers()
    {
        var actor = await sandbox.ConnectAsync();
        var work = Work(
            PostType.Post,
            ["three-inks-square.jpg"],
            actor,
            """
            {"productTags":[{"productId":"3231775643511089","x":0.5,"y":0.25}],"poll":["Rye","Spelt"],"pollWithoutEnd":true,
             "paidPartnership":true,"sponsorIds":["17841400000000009"]}
            """
        );
        Assert.DoesNotContain(sandbox.Publisher.Check(work.Draft), finding => finding.Severity is FindingSeverity.Error);

        var (answer, _) = await sandbox.RunAsync(work);

        var page = await sandbox.Http.GetStringAsync(Assert.IsType<StepAnswer.Done>(answer).Permalink);
        foreach (var seen in (string[])["3231775643511089", "Rye / Spelt", "Paid partnership"])
        {
            Assert.Contains(seen, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Products_of_a_carousel_stand_in_their_own_media()
    {
        var actor = await sandbox.ConnectAsync();
        var work = Work(
            PostType.Post,
            ["three-inks-square.jpg", "inks-carousel.mp4"],
            actor,
            """{"productTags":[{"productId":"1","x":0,"y":1},{"media":1,"productId":"2"}]}"""
        );
        Assert.DoesNotContain(sandbox.Publisher.Check(work.Draft), finding => finding.Severity is FindingSeverity.Error);

        Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(work)).Answer);
    }

    [Theory]
    [InlineData("""{"productTags":[{"productId":"1"}]}""", "instagram.products.position")]
    [InlineData("""{"productTags":[{"productId":"1","x":0.5,"y":1.5}]}""", "instagram.products.position")]
    [InlineData("""{"productTags":[{"media":1,"productId":"1","x":0.5,"y":0.5}]}""", "instagram.products.media")]
    [InlineData("""{"productTags":[{"productId":"one","x":0.5,"y":0.5}]}""", "instagram.options.invalid")]
    [InlineData("""{"productTags":[{"productId":"1","x":0.5,"y":0.5,"z":1}]}""", "instagram.options.invalid")]
    [InlineData("""{"poll":["Rye"]}""", "instagram.options.poll")]
    [InlineData("""{"poll":["Rye",""]}""", "instagram.options.poll-choice")]
    [InlineData("""{"poll":["Rye","Spelt"],"commentPrompt":true}""", "instagram.options.add-on")]
    [InlineData("""{"upload":"pigeon"}""", "instagram.options.invalid")]
    public void What_breaks_a_rule_is_said_before(string options, string rule)
    {
        var image = Posts.Image();
        var draft = Posts.Work(Posts.Content(PostType.Post, [image], options: options), [image]).Draft;

        Assert.Equal(rule, Assert.Single(sandbox.Publisher.Check(draft), IsError).Rule);
    }

    [Theory]
    [InlineData("""{"productTags":[{"productId":"1","x":0.5,"y":0.5}]}""")]
    [InlineData("""{"poll":["Rye","Spelt"]}""")]
    [InlineData("""{"commentPrompt":true}""")]
    [InlineData(ByFile)]
    public void What_only_Facebook_Login_offers_is_an_error_with_the_other_one(string options)
    {
        var video = Posts.Video();
        if (options.Contains("productTags", StringComparison.Ordinal))
        {
            options = """{"productTags":[{"productId":"1"}]}""";
        }

        var draft = Posts.Work(Posts.Content(PostType.Reel, [video], options: options), [video], "instagram").Draft;

        Assert.Equal("instagram.options.login", Assert.Single(sandbox.Publisher.Check(draft), IsError).Rule);
        Assert.DoesNotContain(
            sandbox.Publisher.Check(draft with { Channel = Posts.Channel() }),
            finding => finding.Severity is FindingSeverity.Error
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Products_need_the_permission_for_them(bool consented)
    {
        var video = Posts.Video();
        var content = Posts.Content(PostType.Reel, [video], options: """{"productTags":[{"productId":"1"}]}""");
        var channel = Posts.Channel() with
        {
            GrantId = consented ? "grant" : null,
            Scopes = ["instagram_content_publish", "catalog_management"],
            DeclinedScopes = ["instagram_shopping_tag_products"],
        };
        var draft = Posts.Work(content, [video]).Draft with { Channel = channel };

        var finding = Assert.Single(sandbox.Publisher.Check(draft), IsError);

        Assert.Equal(("instagram.scope", "instagram_shopping_tag_products"), (finding.Rule, finding.Limit));
    }

    private static bool IsError(Finding finding) => finding.Severity is FindingSeverity.Error;

    private PublishWork Work(PostType type, string[] files, (Channel, Secret) actor, string? options)
    {
        var media = files.Select(InstagramSandbox.Demo).ToList();
        return sandbox.Work(Posts.Content(type, media, options: options), media, actor);
    }
}
