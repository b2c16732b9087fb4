using System.Text.Json;
using Atlas.Core;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Platforms.Tests.Instagram;

namespace Atlas.Platforms.Tests.Threads;

public sealed class ThreadsSandboxTests(ThreadsSandbox sandbox) : IClassFixture<ThreadsSandbox>
{
    public static TheoryData<string, string[]> Formats() =>
        new()
        {
            { "Text", [] },
            { "Image", ["three-inks-square.jpg"] },
            { "Video", ["dough-reel.mp4"] },
            { "Carousel", ["three-inks-square.jpg", "inks-carousel.mp4", "fjord-landscape.jpg"] },
        };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Each_format_goes_live_once(string format, string[] files)
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.Post(actor, "Fresh bread #baking", files);
        Assert.DoesNotContain(sandbox.Publisher.Check(work.Draft), finding => finding.Severity is FindingSeverity.Error);
        Assert.Equal(format, sandbox.Publisher.FormatOf(work.Content, work.Media));
        Assert.NotNull(sandbox.Publisher.Abilities.Find(format));

        var (answer, _) = await sandbox.RunAsync(work);

        var done = Assert.IsType<StepAnswer.Done>(answer);
        Assert.NotNull(done.Permalink);
        Assert.NotNull(done.PublishedAt);
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal(done.PlatformPostId, effect.GetProperty("mediaId").GetString());
        Assert.Equal("post", effect.GetProperty("kind").GetString());
        Assert.Equal(
            work.Media.Select(asset => asset.Sha256),
            effect.GetProperty("mediaSha256").EnumerateArray().Select(hash => hash.GetString())
        );
    }

    [Fact]
    public async Task A_gif_and_a_place_go_live_with_a_text()
    {
        var actor = await sandbox.ConnectAsync();
        var work = WithOptions(
            sandbox.Post(actor, "Out of the oven"),
            new { locationId = "1234567890", gif = new { id = "oven-1", provider = "giphy" } }
        );
        Assert.Empty(sandbox.Publisher.Check(work.Draft));

        var (answer, _) = await sandbox.RunAsync(work);

        var page = await sandbox.PageAsync(new Uri(Assert.IsType<StepAnswer.Done>(answer).Permalink!).AbsolutePath);
        Assert.Contains("oven-1", page, StringComparison.Ordinal);
        Assert.Contains("1234567890", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_needs_its_permission_and_a_gif_a_text_alone()
    {
        var actor = await sandbox.ConnectAsync();
        var place = WithOptions(sandbox.Post(actor, "Here"), new { locationId = "1" });
        var declined = place.Draft with { Channel = place.Channel with { DeclinedScopes = ["threads_location_tagging"] } };
        var pictured = WithOptions(sandbox.Post(actor, "Look", "three-inks-square.jpg"), new { gif = new { id = "oven-1" } });
        var nameless = WithOptions(sandbox.Post(actor, "Look"), new { gif = new { provider = "giphy" } });

        Assert.Equal("threads.scope", Assert.Single(sandbox.Publisher.Check(declined)).Rule);
        Assert.Equal("threads.options.text-only", Assert.Single(sandbox.Publisher.Check(pictured.Draft)).Rule);
        Assert.Equal("threads.options.gif", Assert.Single(sandbox.Publisher.Check(nameless.Draft)).Rule);
        Assert.IsType<StepAnswer.Refused>((await sandbox.RunAsync(nameless)).Answer);
    }

    private static PublishWork WithOptions(PublishWork work, object options) =>
        work with
        {
            Content = work.Content with { Options = JsonSerializer.SerializeToElement(options) },
        };

    [Fact]
    public async Task A_thread_answers_itself_part_by_part_and_the_first_comment_answers_its_first_post()
    {
        var actor = await sandbox.ConnectAsync();
        var picture = InstagramSandbox.Demo("rye-portrait.jpg");
        var work = sandbox.Post(actor, "How rye is made");
        work = work with
        {
            Content = work.Content with
            {
                Thread =
                [
                    new ThreadPart("First the dough", [new PostMedia(picture.Id, "Rye on a table")]),
                    new ThreadPart("Then the oven"),
                ],
                FirstComment = "Open from 6",
            },
            Extras = new Dictionary<Id<MediaAsset>, MediaAsset> { [picture.Id] = picture },
        };
        Assert.Empty(sandbox.Publisher.Check(work.Draft));
        Assert.Equal([1, 3], sandbox.Publisher.Costs(work.Draft).Select(cost => cost.Units));

        var made = await sandbox.RunThreadAsync(work);

        var effects = await sandbox.EffectsAsync(actor.Channel);
        Assert.Equal(
            [
                ("post", made["root"], null, "How rye is made"),
                ("reply", made["part02"], made["root"], "First the dough"),
                ("reply", made["part03"], made["part02"], "Then the oven"),
                ("reply", made[ChildStep.FirstComment], made["root"], "Open from 6"),
            ],
            effects.Select(effect =>
                (Text(effect, "kind"), Text(effect, "mediaId"), Text(effect, "parentId"), Text(effect, "caption"))
            )
        );
        var page = await sandbox.PageAsync(new Uri(Text(effects[1], "permalink")!).AbsolutePath);
        Assert.Contains("How rye is made", page);
        Assert.Contains("Then the oven", page);
        Assert.Contains("Rye on a table", page);
    }

    [Fact]
    public async Task Everything_that_only_Threads_knows_reaches_the_network()
    {
        var actor = await sandbox.ConnectAsync();
        var quoted = Assert
            .IsType<StepAnswer.Done>((await sandbox.RunAsync(sandbox.Post(actor, "Quoted"))).Answer)
            .PlatformPostId;
        string[] options =
        [
            """{"replyControl":"mentioned_only","topicTag":"Sourdough","poll":["Rye","Wheat"],"spoilers":[{"offset":0,"length":5}]}""",
            """{"textAttachment":{"text":"The long story.","link":"https://rye.example","styles":[{"offset":0,"length":3,"styles":["bold"]}]}}""",
            $$"""{"quotePostId":"{{quoted}}","ghost":true,"countries":["NO","SE"]}""",
        ];
        foreach (var option in options)
        {
            var work = sandbox.Post(actor, "Which one?");
            work = work with { Content = work.Content with { Options = JsonDocument.Parse(option).RootElement } };
            Assert.Empty(sandbox.Publisher.Check(work.Draft));
            Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(work)).Answer);
        }

        var link = sandbox.Post(actor, "Read this");
        link = link with { Content = link.Content with { Link = "https://bakery.example/rye" } };
        Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(link)).Answer);

        var effects = await sandbox.EffectsAsync(actor.Channel);
        var pages = await Task.WhenAll(effects.Select(e => sandbox.PageAsync(new Uri(Text(e, "permalink")!).AbsolutePath)));
        var all = System.Net.WebUtility.HtmlDecode(string.Concat(pages));
        Assert.All(
            [
                "mentioned_only",
                "Sourdough",
                "Rye · Wheat",
                "The long story.",
                quoted,
                "gone after 24 hours",
                "NO, SE",
                "https://bakery.example/rye",
            ],
            text => Assert.Contains(text, all)
        );
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("serverError")]
    [InlineData("malformedBody")]
    public async Task A_lost_answer_is_found(string fault)
    {
        var actor = await sandbox.ConnectAsync();
        var notBefore = DateTimeOffset.UtcNow;
        await sandbox.FaultAsync(Publish(fault, "after", actor));

        var (answer, work) = await sandbox.RunAsync(sandbox.Post(actor, "Fresh #bread", "three-inks-square.jpg"));
        Assert.IsType<StepAnswer.Unknown>(answer);
        var found = await sandbox.Publisher.FindPublishedAsync(work, notBefore, CancellationToken.None);

        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        var live = Assert.IsType<FindAnswer.Found>(found);
        Assert.True(live.ProvenLive);
        Assert.Equal(Text(effect, "mediaId"), Assert.Single(live.Candidates).PlatformPostId);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("serverError")]
    public async Task A_call_that_was_lost_before_its_effect_is_surely_absent_and_goes_out_again(string fault)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(Publish(fault, "before", actor));

        var (answer, work) = await sandbox.RunAsync(sandbox.Post(actor, "Fresh bread"));
        Assert.IsType<StepAnswer.Unknown>(answer);
        var found = await sandbox.Publisher.FindPublishedAsync(work, DateTimeOffset.UtcNow, CancellationToken.None);
        Assert.True(Assert.IsType<FindAnswer.Absent>(found).Certain);
        var (again, _) = await sandbox.RunAsync(work);

        Assert.IsType<StepAnswer.Done>(again);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    [Theory]
    [InlineData("after")]
    [InlineData("before")]
    public async Task A_lost_answer_of_a_part_is_found_or_surely_absent(string phase)
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.Post(actor, "Same words");
        work = work with { Content = work.Content with { Thread = [new ThreadPart("Same words")] } };
        var (first, published) = await sandbox.RunAsync(work);
        var root = Assert.IsType<StepAnswer.Done>(first).PlatformPostId;
        await sandbox.FaultAsync(Publish("cut", phase, actor));

        var (answer, child) = await sandbox.RunAsync(
            new ChildWork(published, root, ChildStep.Part(2), Cursor: null, new Dictionary<string, string>())
        );
        Assert.IsType<StepAnswer.Unknown>(answer);
        var found = await sandbox.Publisher.FindChildAsync(child, DateTimeOffset.UtcNow, CancellationToken.None);

        var replies = (await sandbox.EffectsAsync(actor.Channel)).Where(effect => Text(effect, "kind") == "reply").ToList();
        if (phase == "after")
        {
            Assert.Equal(
                Text(Assert.Single(replies), "mediaId"),
                Assert.Single(Assert.IsType<FindAnswer.Found>(found).Candidates).PlatformPostId
            );
        }
        else
        {
            Assert.Empty(replies);
            Assert.True(Assert.IsType<FindAnswer.Absent>(found).Certain);
            Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(child)).Answer);
        }
    }

    [Fact]
    public async Task Without_the_permission_to_read_replies_a_lost_part_is_left_to_a_person()
    {
        var actor = await sandbox.ConnectAsync(scopes: ["threads_basic", "threads_content_publish"]);
        var work = sandbox.Post(actor, "First");
        work = work with { Content = work.Content with { FirstComment = "Second" } };
        var (first, published) = await sandbox.RunAsync(work);
        await sandbox.FaultAsync(Publish("cut", "after", actor));

        var (_, child) = await sandbox.RunAsync(
            Posts.FirstComment(published, Assert.IsType<StepAnswer.Done>(first).PlatformPostId, "Second")
        );
        var found = await sandbox.Publisher.FindChildAsync(child, DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.True(Assert.IsType<FindAnswer.Unreadable>(found).Ever);
    }

    [Fact]
    public async Task A_second_publish_of_a_live_container_is_unknown_and_then_found()
    {
        var actor = await sandbox.ConnectAsync();
        var (done, work) = await sandbox.RunAsync(sandbox.Post(actor, "Once only"));

        var (second, _) = await sandbox.RunAsync(work);

        Assert.IsType<StepAnswer.Unknown>(second);
        var found = await sandbox.Publisher.FindPublishedAsync(work, DateTimeOffset.UtcNow, CancellationToken.None);
        Assert.Equal(
            Assert.IsType<StepAnswer.Done>(done).PlatformPostId,
            Assert.Single(Assert.IsType<FindAnswer.Found>(found).Candidates).PlatformPostId
        );
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task A_live_post_is_deleted_once_and_a_second_time_is_no_error()
    {
        var actor = await sandbox.ConnectAsync();
        var (done, work) = await sandbox.RunAsync(sandbox.Post(actor, "Not for long"));
        var id = Assert.IsType<StepAnswer.Done>(done).PlatformPostId;

        Assert.Equal(
            new LiveAnswer.Shown(IsAsWanted: false),
            await sandbox.Publisher.ReadLiveAsync(work, id, CancellationToken.None)
        );
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(work, id, CancellationToken.None));
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(work, id, CancellationToken.None));
        Assert.IsType<LiveAnswer.Gone>(await sandbox.Publisher.ReadLiveAsync(work, id, CancellationToken.None));

        Assert.Equal(["post", "delete"], (await sandbox.EffectsAsync(actor.Channel)).Select(effect => Text(effect, "kind")));
        var edit = Assert.IsType<StepAnswer.Refused>(await sandbox.Publisher.EditAsync(work, id, CancellationToken.None));
        Assert.Equal(RefusalClass.Rejected, edit.Class);
    }

    private static object Publish(string kind, string phase, Simulated.SimulatedAccount actor) =>
        new
        {
            kind,
            phase,
            operation = "threads.publish",
            accountId = actor.Channel.AccountId,
            times = 1,
        };

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
