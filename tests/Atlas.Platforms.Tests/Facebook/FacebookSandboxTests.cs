using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Tests.Instagram;

namespace Atlas.Platforms.Tests.Facebook;

/// <summary>The publisher against the simulated Pages, over real HTTP.</summary>
public sealed class FacebookSandboxTests(FacebookSandbox sandbox) : IClassFixture<FacebookSandbox>
{
    private const string Square = "three-inks-square.jpg";
    private const string Upright = "dough-reel.mp4";

    public static TheoryData<PostType, string, string[], string[]> Formats() =>
        new()
        {
            { PostType.Post, "post", [], ["publish"] },
            { PostType.Post, "post", [Square], ["photo", "publish"] },
            {
                PostType.Post,
                "post",
                [Square, "fjord-landscape.jpg", "rye-portrait.jpg"],
                ["photo", "photo", "photo", "publish"]
            },
            { PostType.Post, "video", ["inks-carousel.mp4"], ["start", "transfer", "publish"] },
            { PostType.Reel, "reel", [Upright], ["start", "upload", "poll", "publish"] },
            { PostType.Story, "story", ["open-now-story.jpg"], ["photo", "publish"] },
            { PostType.Story, "story", [Upright], ["start", "upload", "poll", "publish"] },
        };

    /// <summary>Format, and the operation of its visible call.</summary>
    public static TheoryData<PostType, string[], string> VisibleCalls() =>
        new()
        {
            { PostType.Post, [], "facebook.post.create" },
            { PostType.Post, [Square], "facebook.post.create" },
            { PostType.Post, [Square, "rye-portrait.jpg"], "facebook.post.create" },
            { PostType.Post, ["inks-carousel.mp4"], "facebook.video.publish" },
            { PostType.Reel, [Upright], "facebook.reel.publish" },
            { PostType.Story, ["open-now-story.jpg"], "facebook.story.photo" },
            { PostType.Story, [Upright], "facebook.story.publish" },
        };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Each_format_goes_live_once(PostType type, string kind, string[] files, string[] steps)
    {
        var actor = await sandbox.ConnectAsync();
        var work = WorkOf(type, files, actor);
        Assert.DoesNotContain(sandbox.Publisher.Check(work.Draft), finding => finding.Severity is FindingSeverity.Error);

        var (answer, _, taken) = await sandbox.RunAsync(work);

        var done = Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(steps, taken);
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal("facebook", effect.GetProperty("platform").GetString());
        Assert.Equal(kind, effect.GetProperty("kind").GetString());
        Assert.Equal(done.PlatformPostId, effect.GetProperty("mediaId").GetString());
        Assert.Equal(type is PostType.Story, done.Permalink is null);
        if (type is not PostType.Story)
        {
            Assert.Equal(effect.GetProperty("permalink").GetString(), done.Permalink);
            Assert.Equal("Fresh bread", effect.GetProperty("caption").GetString());
        }

        Assert.Equal(
            work.Media.Select(asset => asset.Sha256),
            effect.GetProperty("mediaSha256").EnumerateArray().Select(hash => hash.GetString())
        );
    }

    [Fact]
    public async Task A_link_goes_out_with_its_card()
    {
        var actor = await sandbox.ConnectAsync();
        var work = WorkOf(PostType.Post, [], actor, content => content with { Link = "https://bakery.example/rye", Text = "" });

        var (answer, _, _) = await sandbox.RunAsync(work);

        Assert.IsType<StepAnswer.Done>(answer);
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal("https://bakery.example/rye", effect.GetProperty("link").GetString());
    }

    /// <summary>The answer is lost after the effect: the look finds exactly what a follower sees, and nothing is sent again.</summary>
    [Theory]
    [MemberData(nameof(VisibleCalls))]
    public async Task A_lost_answer_is_found(PostType type, string[] files, string operation)
    {
        foreach (var fault in new[] { "cut", "serverError", "malformedBody" })
        {
            var actor = await sandbox.ConnectAsync();
            var notBefore = DateTimeOffset.UtcNow;
            var before = await PrepareAsync(WorkOf(type, files, actor));
            await FaultAsync(actor.Channel, fault, "after", operation);

            var answer = await sandbox.Publisher.AdvanceAsync(before, sandbox.Publisher.NextStep(before), CancellationToken.None);
            Assert.IsType<StepAnswer.Unknown>(answer);
            var found = await sandbox.Publisher.FindPublishedAsync(before, notBefore, CancellationToken.None);

            var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
            Assert.Equal(
                effect.GetProperty("mediaId").GetString(),
                Assert.IsType<FindAnswer.Found>(found).Candidates[0].PlatformPostId
            );
        }
    }

    [Theory]
    [MemberData(nameof(VisibleCalls))]
    public async Task A_call_that_was_lost_before_its_effect_is_absent_and_goes_out_again(
        PostType type,
        string[] files,
        string operation
    )
    {
        var actor = await sandbox.ConnectAsync();
        var notBefore = DateTimeOffset.UtcNow;
        var before = await PrepareAsync(WorkOf(type, files, actor));
        await FaultAsync(actor.Channel, "cut", "before", operation);

        var answer = await sandbox.Publisher.AdvanceAsync(before, sandbox.Publisher.NextStep(before), CancellationToken.None);
        Assert.IsType<StepAnswer.Unknown>(answer);
        var found = await sandbox.Publisher.FindPublishedAsync(before, notBefore, CancellationToken.None);
        Assert.IsType<FindAnswer.Absent>(found);
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
        var (again, _, _) = await sandbox.RunAsync(before);

        Assert.IsType<StepAnswer.Done>(again);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    /// <summary>A post of another text, or the same one from before, is not taken for ours.</summary>
    [Fact]
    public async Task A_look_alike_is_not_found()
    {
        var actor = await sandbox.ConnectAsync();
        var (first, work, _) = await sandbox.RunAsync(WorkOf(PostType.Post, [Square], actor));
        Assert.IsType<StepAnswer.Done>(first);
        var other = await PrepareAsync(work with { Cursor = null });

        var sameText = await sandbox.Publisher.FindPublishedAsync(
            other,
            DateTimeOffset.UtcNow.AddMinutes(-1),
            CancellationToken.None
        );
        var otherText = await sandbox.Publisher.FindPublishedAsync(
            WorkOf(PostType.Post, [], actor, content => content with { Text = "Something else" }),
            DateTimeOffset.UtcNow.AddMinutes(-1),
            CancellationToken.None
        );

        Assert.IsType<FindAnswer.Absent>(sameText); // the same text, and other photos
        Assert.IsType<FindAnswer.Absent>(otherText);
    }

    /// <summary>Facebook takes the finish and still works on the video: that is not live, and not lost.</summary>
    [Fact]
    public async Task A_video_that_is_being_processed_is_looked_up_until_it_is_live()
    {
        var actor = await sandbox.ConnectAsync();
        var work = await PrepareAsync(WorkOf(PostType.Reel, [Upright], actor));
        await sandbox.SetAsync(new { videoProcessingMs = 1500 });
        StepAnswer answer;
        try
        {
            answer = await sandbox.Publisher.AdvanceAsync(work, sandbox.Publisher.NextStep(work), CancellationToken.None);
        }
        finally
        {
            await sandbox.SetAsync(new { videoProcessingMs = 0 });
        }

        Assert.Equal("video/processing", Assert.IsType<StepAnswer.Unknown>(answer).Problem.Code);
        FindAnswer found;
        var looks = 0;
        do
        {
            await Task.Delay(50);
            found = await sandbox.Publisher.FindPublishedAsync(work, DateTimeOffset.UtcNow, CancellationToken.None);
        } while (found is FindAnswer.Unreadable { Ever: false } && ++looks < 200);

        var live = Assert.IsType<FindAnswer.Found>(found);
        Assert.True(live.ProvenLive);
        Assert.True(looks > 0);
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal(effect.GetProperty("mediaId").GetString(), live.Candidates[0].PlatformPostId);
    }

    [Fact]
    public async Task A_second_finish_of_a_live_video_is_not_sent()
    {
        var actor = await sandbox.ConnectAsync();
        var work = await PrepareAsync(WorkOf(PostType.Reel, [Upright], actor));
        var first = await sandbox.Publisher.AdvanceAsync(work, sandbox.Publisher.NextStep(work), CancellationToken.None);
        await FaultAsync(actor.Channel, "tokenDeath", "before", "facebook.reel.publish");

        var second = await sandbox.Publisher.AdvanceAsync(work, sandbox.Publisher.NextStep(work), CancellationToken.None);

        Assert.Equal(Assert.IsType<StepAnswer.Done>(first).PlatformPostId, Assert.IsType<StepAnswer.Done>(second).PlatformPostId);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    /// <summary>Every step that nobody sees survives a cut connection, and the post still goes live once.</summary>
    [Theory]
    [InlineData(PostType.Post, "facebook.photo.create", "three-inks-square.jpg")]
    [InlineData(PostType.Post, "facebook.video.publish", "inks-carousel.mp4")]
    [InlineData(PostType.Reel, "facebook.reel.publish", "dough-reel.mp4")]
    [InlineData(PostType.Reel, "facebook.video.upload", "dough-reel.mp4")]
    public async Task A_broken_preparation_goes_on(PostType type, string operation, string file)
    {
        foreach (var phase in new[] { "before", "after" })
        {
            var actor = await sandbox.ConnectAsync();
            await FaultAsync(actor.Channel, "cut", phase, operation);

            var (answer, work, _) = await sandbox.RunAsync(WorkOf(type, [file], actor));
            var refused = Assert.IsType<StepAnswer.Refused>(answer);
            Assert.Equal(RefusalClass.Transient, refused.Class);
            var (again, _, _) = await sandbox.RunAsync(work with { Cursor = refused.Cursor });

            Assert.IsType<StepAnswer.Done>(again);
            Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        }
    }

    [Theory]
    [InlineData("throttle", null, null, RefusalClass.RateLimited)]
    [InlineData("tokenDeath", null, null, RefusalClass.Reconnect)]
    [InlineData("graphError", 4, null, RefusalClass.RateLimited)]
    [InlineData("graphError", 32, null, RefusalClass.RateLimited)]
    [InlineData("graphError", 80001, null, RefusalClass.RateLimited)]
    [InlineData("graphError", 368, 1390008, RefusalClass.RateLimited)]
    [InlineData("graphError", 200, null, RefusalClass.Reconnect)]
    [InlineData("graphError", 100, 1404078, RefusalClass.Reconnect)]
    [InlineData("graphError", 100, 1346003, RefusalClass.Rejected)]
    [InlineData("graphError", 100, 1609008, RefusalClass.Rejected)]
    [InlineData("graphError", 100, null, RefusalClass.Rejected)]
    public async Task A_documented_refusal_has_its_class_and_nothing_goes_live(
        string kind,
        int? code,
        int? subcode,
        RefusalClass expected
    )
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(
            new
            {
                kind,
                code,
                subcode,
                operation = "facebook.post.create",
                accountId = actor.Channel.AccountId,
                times = 1,
            }
        );

        var (answer, _, _) = await sandbox.RunAsync(WorkOf(PostType.Post, [], actor));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(expected, refused.Class);
        Assert.Equal(expected is RefusalClass.RateLimited, refused.RetryAt is not null);
        Assert.NotEmpty(refused.Problem.NextStep);
        Assert.NotNull(refused.Problem.Source);
        Assert.DoesNotContain(actor.Token.Reveal(), refused.ToString());
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
    }

    [Theory]
    [InlineData(506, 0)]
    [InlineData(1, 0)]
    [InlineData(100, 1366051)]
    [InlineData(99999, 0)]
    public async Task An_error_that_may_hide_a_live_post_is_unknown(int code, int subcode)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(
            new
            {
                kind = "graphError",
                code,
                subcode = subcode == 0 ? (int?)null : subcode,
                operation = "facebook.post.create",
                accountId = actor.Channel.AccountId,
                times = 1,
            }
        );

        var (answer, _, _) = await sandbox.RunAsync(WorkOf(PostType.Post, [], actor));

        Assert.IsType<StepAnswer.Unknown>(answer);
    }

    [Fact]
    public async Task A_missing_permission_and_a_persons_token_are_refused_in_words()
    {
        var (channel, narrow) = await sandbox.ConnectAsync(["pages_show_list", "pages_read_engagement"]);
        var (answer, _, _) = await sandbox.RunAsync(WorkOf(PostType.Post, [], (channel, narrow)));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.Reconnect, refused.Class);
        Assert.Contains("permission", refused.Problem.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_wrong_proof_says_what_to_set()
    {
        var actor = await sandbox.ConnectAsync();
        var work = WorkOf(PostType.Post, [], actor) with
        {
            App = FacebookSandbox.App with { ClientSecret = new Secret("another") },
        };

        var (answer, _, _) = await sandbox.RunAsync(work);

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.Rejected, refused.Class);
        Assert.Contains("app secret", refused.Problem.NextStep, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(PostType.Post, "three-inks-square.jpg")]
    [InlineData(PostType.Reel, "dough-reel.mp4")]
    public async Task A_first_comment_is_written_once_and_found_when_its_answer_is_lost(PostType type, string file)
    {
        var actor = await sandbox.ConnectAsync();
        var (answer, work, _) = await sandbox.RunAsync(WorkOf(type, [file], actor));
        var post = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;
        var comment = Posts.FirstComment(work, post, "The recipe is on our site.");
        Assert.Equal(comment.Name, Assert.Single(sandbox.Publisher.Children(comment.Publish.Content)).Name);
        var notBefore = DateTimeOffset.UtcNow;
        Assert.IsType<FindAnswer.Absent>(await sandbox.Publisher.FindChildAsync(comment, notBefore, CancellationToken.None));
        await FaultAsync(actor.Channel, "cut", "after", "facebook.comment.create");

        var lost = await sandbox.Publisher.AdvanceChildAsync(
            comment,
            sandbox.Publisher.NextChildStep(comment),
            CancellationToken.None
        );
        var found = await sandbox.Publisher.FindChildAsync(comment, notBefore, CancellationToken.None);

        Assert.IsType<StepAnswer.Unknown>(lost);
        var effects = await sandbox.EffectsAsync(actor.Channel);
        var effect = Assert.Single(effects, effect => effect.GetProperty("kind").GetString() == "comment");
        Assert.Equal(
            effect.GetProperty("mediaId").GetString(),
            Assert.IsType<FindAnswer.Found>(found).Candidates[0].PlatformPostId
        );
    }

    [Fact]
    public async Task Pages_are_invited_to_the_reel_once_it_is_live()
    {
        var (actor, other, third) = (await sandbox.ConnectAsync(), await sandbox.ConnectAsync(), await sandbox.ConnectAsync());
        var work = WorkOf(PostType.Reel, [Upright], actor, content => content with { Options = Inviting(other, third) });
        Assert.DoesNotContain(sandbox.Publisher.Check(work.Draft), finding => finding.Severity is FindingSeverity.Error);
        Assert.Equal(
            [("facebook.reels", 1), ("facebook.collaborators", 2)],
            sandbox.Publisher.Costs(work.Draft).Select(cost => (cost.Quota, cost.Units))
        );
        var (answer, done, _) = await sandbox.RunAsync(work);
        var id = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;
        var plans = sandbox.Publisher.Children(work.Content);

        foreach (var name in plans.Select(plan => plan.Name))
        {
            var child = new ChildWork(done, id, name, Cursor: null, new Dictionary<string, string>());
            for (var again = 0; again < 2; again++)
            {
                var invited = await sandbox.Publisher.AdvanceChildAsync(
                    child,
                    sandbox.Publisher.NextChildStep(child),
                    CancellationToken.None
                );
                Assert.IsType<StepAnswer.Done>(invited);
            }
        }

        Assert.Equal(["collaborator01", "collaborator02"], plans.Select(plan => plan.Name));
        var own = new ChildWork(
            done with
            {
                Content = done.Content with { Options = Inviting(actor) },
            },
            id,
            "collaborator01",
            Cursor: null,
            new Dictionary<string, string>()
        );
        Assert.IsType<StepAnswer.Refused>(
            await sandbox.Publisher.AdvanceChildAsync(own, sandbox.Publisher.NextChildStep(own), CancellationToken.None)
        );
    }

    [Theory]
    [InlineData(PostType.Post, """{"collaborators":["101"]}""", "facebook.options.collaborators")]
    [InlineData(PostType.Reel, """{"collaborators":["101","101"]}""", "facebook.options.collaborators.ids")]
    [InlineData(PostType.Reel, """{"collaborators":["harbour"]}""", "facebook.options.collaborators.ids")]
    [InlineData(
        PostType.Reel,
        """{"collaborators":["1","2","3","4","5","6","7","8","9","10","11"]}""",
        "facebook.options.collaborators.ids"
    )]
    public async Task Invitations_that_Facebook_does_not_take_are_named(PostType type, string options, string rule)
    {
        var actor = await sandbox.ConnectAsync();
        var work = WorkOf(type, [Upright], actor, content => content with { Options = JsonDocument.Parse(options).RootElement });

        var errors = sandbox.Publisher.Check(work.Draft).Where(finding => finding.Severity is FindingSeverity.Error);

        Assert.Equal(rule, Assert.Single(errors).Rule);
    }

    private static JsonElement Inviting(params (Channel Channel, Secret Token)[] pages) =>
        JsonSerializer.SerializeToElement(new { collaborators = pages.Select(page => page.Channel.AccountId) });

    [Fact]
    public async Task A_cover_follows_the_reel()
    {
        var actor = await sandbox.ConnectAsync();
        var cover = InstagramSandbox.Demo("open-now-story.jpg");
        var work = WorkOf(PostType.Reel, [Upright], actor, content => content with { Cover = cover.Id }) with
        {
            Extras = new Dictionary<Core.Id<Core.Media.MediaAsset>, Core.Media.MediaAsset> { [cover.Id] = cover },
        };
        var (answer, done, _) = await sandbox.RunAsync(work);
        var id = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;
        var child = new ChildWork(done, id, "thumbnail", Cursor: null, new Dictionary<string, string>());

        var set = await sandbox.Publisher.AdvanceChildAsync(
            child,
            sandbox.Publisher.NextChildStep(child),
            CancellationToken.None
        );

        Assert.Equal("thumbnail", Assert.Single(sandbox.Publisher.Children(work.Content)).Name);
        Assert.Equal(id, Assert.IsType<StepAnswer.Done>(set).PlatformPostId);
    }

    [Theory]
    [InlineData(PostType.Post, new string[0])]
    [InlineData(PostType.Post, new[] { "inks-carousel.mp4" })]
    [InlineData(PostType.Reel, new[] { "dough-reel.mp4" })]
    public async Task A_text_can_be_changed_and_the_post_deleted_twice(PostType type, string[] files)
    {
        var actor = await sandbox.ConnectAsync();
        var (answer, work, _) = await sandbox.RunAsync(WorkOf(type, files, actor));
        var post = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;
        var changed = work with { Content = work.Content with { Text = "Fresh rye" } };

        Assert.Equal(
            new LiveAnswer.Shown(IsAsWanted: false),
            await sandbox.Publisher.ReadLiveAsync(changed, post, CancellationToken.None)
        );
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.EditAsync(changed, post, CancellationToken.None));
        Assert.Equal(
            new LiveAnswer.Shown(IsAsWanted: true),
            await sandbox.Publisher.ReadLiveAsync(changed, post, CancellationToken.None)
        );
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(changed, post, CancellationToken.None));
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(changed, post, CancellationToken.None));
        Assert.IsType<LiveAnswer.Gone>(await sandbox.Publisher.ReadLiveAsync(changed, post, CancellationToken.None));

        var effects = await sandbox.EffectsAsync(actor.Channel);
        Assert.Equal(["edit", "delete"], effects.Skip(1).Select(effect => effect.GetProperty("kind").GetString()));
        Assert.Equal("Fresh rye", effects[1].GetProperty("caption").GetString());
    }

    [Fact]
    public async Task A_story_can_be_neither_changed_nor_deleted_and_says_why()
    {
        var actor = await sandbox.ConnectAsync();
        var work = WorkOf(PostType.Story, ["open-now-story.jpg"], actor);

        var edit = await sandbox.Publisher.EditAsync(work, "1_2", CancellationToken.None);
        var delete = await sandbox.Publisher.DeleteAsync(work, "1_2", CancellationToken.None);

        Assert.Equal(RefusalClass.Rejected, Assert.IsType<StepAnswer.Refused>(edit).Class);
        Assert.Contains("Facebook app", Assert.IsType<StepAnswer.Refused>(delete).Problem.NextStep);
    }

    private Task FaultAsync(Channel channel, string kind, string phase, string operation) =>
        sandbox.FaultAsync(
            new
            {
                kind,
                phase,
                operation,
                accountId = channel.AccountId,
                times = 1,
            }
        );

    /// <summary>All that is done before the due time.</summary>
    private async Task<PublishWork> PrepareAsync(PublishWork work)
    {
        for (var i = 0; i < 100 && !sandbox.Publisher.NextStep(work).Visible; i++)
        {
            var answer = await sandbox.Publisher.AdvanceAsync(work, sandbox.Publisher.NextStep(work), CancellationToken.None);
            work = work with
            {
                Cursor = answer switch
                {
                    StepAnswer.Continue next => next.Cursor,
                    StepAnswer.Wait wait => wait.Cursor,
                    StepAnswer.Ready ready => ready.Cursor,
                    _ => throw new InvalidOperationException($"{answer}"),
                },
            };
        }

        return work;
    }

    private PublishWork WorkOf(
        PostType type,
        string[] files,
        (Channel Channel, Secret Token) actor,
        Func<PostContent, PostContent>? change = null
    )
    {
        var media = files.Select(InstagramSandbox.Demo).ToArray();
        var content = Posts.Content(type, media);
        return sandbox.Work(change is null ? content : change(content), media, actor);
    }
}
