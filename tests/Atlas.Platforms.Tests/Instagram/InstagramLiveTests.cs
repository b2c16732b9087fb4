using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Platforms.Tests.Instagram;

/// <summary>What is done with live posts beside publishing: deleting, comments among many, the daily limit.</summary>
public sealed class InstagramLiveTests(InstagramSandbox sandbox) : IClassFixture<InstagramSandbox>
{
    [Fact]
    public async Task A_post_is_deleted_and_deleting_it_again_is_done_too()
    {
        var actor = await sandbox.ConnectAsync();
        var (id, work) = await PublishAsync(actor);

        Assert.IsType<LiveAnswer.Shown>(await sandbox.Publisher.ReadLiveAsync(work, id, CancellationToken.None));
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(work, id, CancellationToken.None));
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(work, id, CancellationToken.None));
        Assert.IsType<LiveAnswer.Gone>(await sandbox.Publisher.ReadLiveAsync(work, id, CancellationToken.None));

        var effects = await sandbox.EffectsAsync(actor.Channel);
        Assert.Equal(["post", "delete"], effects.Select(effect => effect.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task A_dead_token_deletes_nothing_and_is_not_taken_for_a_missing_post()
    {
        var actor = await sandbox.ConnectAsync();
        var (id, work) = await PublishAsync(actor);
        await sandbox.FaultAsync(
            new
            {
                kind = "tokenDeath",
                operation = "instagram.media.delete",
                accountId = actor.Channel.AccountId,
            }
        );

        var answer = await sandbox.Publisher.DeleteAsync(work, id, CancellationToken.None);

        Assert.Equal(RefusalClass.Reconnect, Assert.IsType<StepAnswer.Refused>(answer).Class);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task With_Instagram_Login_deleting_is_refused_without_a_call()
    {
        var actor = await sandbox.ConnectAsync("instagram");
        var (id, work) = await PublishAsync(actor);

        var answer = await sandbox.Publisher.DeleteAsync(work, id, CancellationToken.None);

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.Rejected, refused.Class);
        Assert.Null(refused.Call);
        Assert.Contains("Instagram app", refused.Problem.NextStep);
    }

    [Fact]
    public async Task The_daily_limit_is_a_cost_and_a_warning_once_it_is_used_up()
    {
        var actor = await sandbox.ConnectAsync();
        var work = WorkOf(actor);
        Assert.Empty(await sandbox.Publisher.AskAsync(work, CancellationToken.None));
        await PublishAsync(actor);
        IReadOnlyList<Finding> findings;
        try
        {
            await sandbox.SetAsync(new { quotaTotal = 1 });
            findings = await sandbox.Publisher.AskAsync(work, CancellationToken.None);
        }
        finally
        {
            await sandbox.SetAsync(new { quotaTotal = 100 });
        }

        var finding = Assert.Single(findings);
        Assert.Equal(("instagram.quota", FindingSeverity.Warning, "1"), (finding.Rule, finding.Severity, finding.Actual));
        var cost = Assert.Single(sandbox.Publisher.Costs(work.Draft));
        Assert.Equal((1, 100, QuotaWindow.RollingDay), (cost.Units, cost.Limit, cost.Window));
    }

    /// <summary>Newer comments of visitors stand before ours, more than five pages of them.</summary>
    [Fact]
    public async Task Our_comment_is_found_behind_300_newer_ones()
    {
        var actor = await sandbox.ConnectAsync();
        var (id, work) = await PublishAsync(actor);
        var comment = Posts.FirstComment(work, id, "The recipe is on our site.");
        var notBefore = DateTimeOffset.UtcNow;
        var written = await sandbox.Publisher.AdvanceChildAsync(
            comment,
            sandbox.Publisher.NextChildStep(comment),
            CancellationToken.None
        );
        for (var i = 0; i < 300; i++)
        {
            await sandbox.VisitorAsync(id, $"Comment {i}");
        }

        var found = await sandbox.Publisher.FindChildAsync(comment, notBefore, CancellationToken.None);

        Assert.Equal(
            Assert.IsType<StepAnswer.Done>(written).PlatformPostId,
            Assert.IsType<FindAnswer.Found>(found).Candidates[0].PlatformPostId
        );
    }

    /// <summary>Comments from before the call are read no further than to its time.</summary>
    [Fact]
    public async Task A_missing_comment_is_absent_and_older_pages_are_not_read()
    {
        var network = new ScriptedInstagram().On(
            "GET /comments",
            """{"data":[{"id":"1","text":"other","timestamp":"2020-01-01T00:00:00+0000"}],"paging":{"next":"x","cursors":{"after":"a"}}}"""
        );
        var under = new PublisherUnderTest(network);
        var work = Posts.Work(Posts.Content(PostType.Post, [Posts.Image()]), [Posts.Image()]);

        var found = await under.Publisher.FindChildAsync(
            Posts.FirstComment(work, "9", "First"),
            under.Clock.GetUtcNow(),
            CancellationToken.None
        );

        Assert.IsType<FindAnswer.Absent>(found);
        Assert.True(network.IsPlayedOut);
    }

    /// <summary>Instagram fetches the cover and refuses one that it can't use: a reel with it goes live.</summary>
    [Fact]
    public async Task A_reel_goes_out_with_the_cover_from_the_library()
    {
        var actor = await sandbox.ConnectAsync();
        var media = new[] { InstagramSandbox.Demo("dough-reel.mp4") };
        var cover = InstagramSandbox.Demo("open-now-story.jpg");
        var extras = new Dictionary<Core.Id<Core.Media.MediaAsset>, Core.Media.MediaAsset> { [cover.Id] = cover };
        var work = sandbox.Work(Posts.Content(PostType.Reel, media) with { Cover = cover.Id }, media, actor) with
        {
            Extras = extras,
        };
        var broken = work with
        {
            Extras = extras.ToDictionary(pair => pair.Key, pair => pair.Value with { ContentType = "image/png" }),
        };

        var (answer, _) = await sandbox.RunAsync(work);

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.DoesNotContain(sandbox.Publisher.Check(work.Draft), finding => finding.Field == "cover");
        Assert.Contains(sandbox.Publisher.Check(broken.Draft), finding => finding.Rule == "instagram.cover.file");
    }

    [Theory]
    [InlineData("thread", FindingSeverity.Error)]
    [InlineData("title", FindingSeverity.Warning)]
    [InlineData("link", FindingSeverity.Warning)]
    [InlineData("cover", FindingSeverity.Warning)]
    public void What_Instagram_has_no_use_for_is_said(string field, FindingSeverity severity)
    {
        var media = new[] { Posts.Image() };
        var content = Posts.Content(PostType.Post, media);
        content = field switch
        {
            "thread" => content with { Thread = [new ThreadPart("more")] },
            "title" => content with { Title = "Bread" },
            "link" => content with { Link = "https://bakery.example" },
            _ => content with { Cover = media[0].Id },
        };

        var finding = Assert.Single(sandbox.Publisher.Check(Posts.Work(content, media).Draft));

        Assert.Equal((field, severity), (finding.Field, finding.Severity));
    }

    private PublishWork WorkOf((Channel Channel, Secret Token) actor)
    {
        var media = new[] { InstagramSandbox.Demo("three-inks-square.jpg") };
        return sandbox.Work(Posts.Content(PostType.Post, media), media, actor);
    }

    private async Task<(string Id, PublishWork Work)> PublishAsync((Channel Channel, Secret Token) actor)
    {
        var (answer, work) = await sandbox.RunAsync(WorkOf(actor));
        return (Assert.IsType<StepAnswer.Done>(answer).PlatformPostId, work);
    }
}
