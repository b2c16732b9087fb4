using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Platforms.Tests.Instagram;

public sealed class InstagramSandboxTests(InstagramSandbox sandbox) : IClassFixture<InstagramSandbox>
{
    public static TheoryData<PostType, string, string[]> Formats() =>
        new()
        {
            { PostType.Post, "post", ["three-inks-square.jpg"] },
            { PostType.Post, "carousel", ["three-inks-square.jpg", "inks-carousel.mp4", "fjord-landscape.jpg"] },
            { PostType.Post, "reel", ["dough-reel.mp4"] },
            { PostType.Reel, "reel", ["dough-reel.mp4"] },
            { PostType.Story, "story", ["open-now-story.jpg"] },
            { PostType.Story, "story", ["dough-reel.mp4"] },
        };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Each_format_goes_live_once_with_either_login(PostType type, string kind, string[] files)
    {
        foreach (var login in new[] { "facebook", "instagram" })
        {
            var actor = await sandbox.ConnectAsync(login);
            var work = WorkOf(type, files, actor);
            Assert.DoesNotContain(sandbox.Publisher.Check(work.Draft), finding => finding.Severity is FindingSeverity.Error);

            var (answer, _) = await sandbox.RunAsync(work);

            var done = Assert.IsType<StepAnswer.Done>(answer);
            Assert.NotNull(done.Permalink);
            Assert.NotNull(done.PublishedAt);
            var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
            Assert.Equal(done.PlatformPostId, effect.GetProperty("mediaId").GetString());
            Assert.Equal(kind, effect.GetProperty("kind").GetString());
            Assert.Equal(
                work.Media.Select(asset => asset.Sha256),
                effect.GetProperty("mediaSha256").EnumerateArray().Select(hash => hash.GetString())
            );
        }
    }

    /// <summary>The answer is lost after the effect: the look finds exactly what a follower sees, and nothing is sent again.</summary>
    [Theory]
    [InlineData("cut", PostType.Post, "three-inks-square.jpg")]
    [InlineData("serverError", PostType.Post, "three-inks-square.jpg")]
    [InlineData("malformedBody", PostType.Reel, "dough-reel.mp4")]
    [InlineData("cut", PostType.Story, "open-now-story.jpg")]
    public async Task A_lost_answer_is_found(string fault, PostType type, string file)
    {
        var actor = await sandbox.ConnectAsync();
        var notBefore = DateTimeOffset.UtcNow;
        await sandbox.FaultAsync(
            new
            {
                kind = fault,
                phase = "after",
                operation = "instagram.publish",
                accountId = actor.Channel.AccountId,
                times = 1,
            }
        );

        var (answer, work) = await sandbox.RunAsync(WorkOf(type, [file], actor));
        Assert.IsType<StepAnswer.Unknown>(answer);
        var found = await sandbox.Publisher.FindPublishedAsync(work, notBefore, CancellationToken.None);

        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal(
            effect.GetProperty("mediaId").GetString(),
            Assert.IsType<FindAnswer.Found>(found).Candidates[0].PlatformPostId
        );
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("serverError")]
    public async Task A_call_that_was_lost_before_its_effect_is_surely_absent_and_goes_out_again(string fault)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(
            new
            {
                kind = fault,
                phase = "before",
                operation = "instagram.publish",
                accountId = actor.Channel.AccountId,
                times = 1,
            }
        );

        var (answer, work) = await sandbox.RunAsync(WorkOf(PostType.Post, ["three-inks-square.jpg"], actor));
        Assert.IsType<StepAnswer.Unknown>(answer);
        var found = await sandbox.Publisher.FindPublishedAsync(work, DateTimeOffset.UtcNow, CancellationToken.None);
        Assert.True(Assert.IsType<FindAnswer.Absent>(found).Certain);
        var (again, _) = await sandbox.RunAsync(work);

        Assert.IsType<StepAnswer.Done>(again);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    /// <summary>Even if something asks for the same publish twice: the container shows that it is used up.</summary>
    [Fact]
    public async Task A_second_publish_of_a_live_container_is_unknown_and_then_found()
    {
        var actor = await sandbox.ConnectAsync();
        var (done, work) = await sandbox.RunAsync(WorkOf(PostType.Post, ["three-inks-square.jpg"], actor));

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
    public async Task Faults_before_the_publish_are_refusals_and_leave_one_post()
    {
        var actor = await sandbox.ConnectAsync();
        foreach (var fault in new[] { "cut", "serverError", "malformedBody", "throttle" })
        {
            await sandbox.FaultAsync(
                new
                {
                    kind = fault,
                    phase = "after",
                    operation = "instagram.container.create",
                    accountId = actor.Channel.AccountId,
                    times = 1,
                }
            );
        }

        var work = WorkOf(PostType.Post, ["three-inks-square.jpg"], actor);
        List<StepAnswer.Refused> refusals = [];
        StepAnswer answer;
        while ((answer = (await sandbox.RunAsync(work)).Answer) is StepAnswer.Refused refused)
        {
            Assert.True(refusals.Count < 10);
            refusals.Add(refused);
            work = work with { Cursor = refused.Cursor };
        }

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(4, refusals.Count);
        Assert.Single(refusals, refused => refused is { Class: RefusalClass.RateLimited, RetryAt: not null });
        Assert.Equal(3, refusals.Count(refused => refused.Class is RefusalClass.Transient));
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task A_dead_token_asks_for_a_new_connection()
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(
            new
            {
                kind = "tokenDeath",
                operation = "instagram.publish",
                accountId = actor.Channel.AccountId,
                times = 1,
                subcode = 460,
            }
        );

        var (answer, _) = await sandbox.RunAsync(WorkOf(PostType.Post, ["three-inks-square.jpg"], actor));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal((RefusalClass.Reconnect, "190/460"), (refused.Class, refused.Problem.Code));
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task The_first_comment_stands_once_even_if_its_answer_is_lost()
    {
        var actor = await sandbox.ConnectAsync();
        var (answer, work) = await sandbox.RunAsync(WorkOf(PostType.Post, ["three-inks-square.jpg"], actor));
        var post = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;
        var notBefore = DateTimeOffset.UtcNow;

        var comment = Posts.FirstComment(work, post, "First & best");

        var absent = await sandbox.Publisher.FindChildAsync(comment, notBefore, CancellationToken.None);
        await sandbox.FaultAsync(
            new
            {
                kind = "cut",
                phase = "after",
                operation = "instagram.comment.create",
                accountId = actor.Channel.AccountId,
                times = 1,
            }
        );
        var step = sandbox.Publisher.NextChildStep(comment);
        var lost = await sandbox.Publisher.AdvanceChildAsync(comment, step, CancellationToken.None);
        var found = await sandbox.Publisher.FindChildAsync(comment, notBefore, CancellationToken.None);

        Assert.IsType<FindAnswer.Absent>(absent);
        Assert.IsType<StepAnswer.Unknown>(lost);
        var effect = Assert.Single(
            await sandbox.EffectsAsync(actor.Channel),
            entry => entry.GetProperty("kind").GetString() == "comment"
        );
        Assert.Equal(
            effect.GetProperty("mediaId").GetString(),
            Assert.Single(Assert.IsType<FindAnswer.Found>(found).Candidates).PlatformPostId
        );
    }

    [Theory]
    [InlineData("facebook", true)]
    [InlineData("facebook", false)]
    [InlineData("instagram", true)]
    [InlineData("instagram", false)]
    public async Task A_token_tells_its_account(string login, bool givesId)
    {
        var (channel, token) = await sandbox.ConnectAsync(login);

        var answer = await sandbox.Accounts.ReadAccountAsync(
            login,
            token,
            givesId ? channel.AccountId : null,
            CancellationToken.None
        );

        var account = Assert.IsType<AccountAnswer.Account>(answer);
        Assert.Equal((channel.AccountId, channel.Handle), (account.AccountId, account.Handle));
        Assert.Equal(2, account.Scopes.Count);
    }

    [Fact]
    public async Task A_token_of_nobody_or_of_another_is_refused()
    {
        var (channel, _) = await sandbox.ConnectAsync("instagram");
        var (_, other) = await sandbox.ConnectAsync("instagram");

        var nobody = await sandbox.Accounts.ReadAccountAsync(
            "facebook",
            new Secret("EAAnothing"),
            channel.AccountId,
            CancellationToken.None
        );
        var another = await sandbox.Accounts.ReadAccountAsync("instagram", other, channel.AccountId, CancellationToken.None);
        var login = await sandbox.Accounts.ReadAccountAsync("twitter", other, channel.AccountId, CancellationToken.None);
        var id = await sandbox.Accounts.ReadAccountAsync("facebook", other, "me/../x", CancellationToken.None);

        Assert.StartsWith("190", Assert.IsType<AccountAnswer.Refused>(nobody).Problem.Code);
        Assert.Equal("atlas/other-account", Assert.IsType<AccountAnswer.Refused>(another).Problem.Code);
        Assert.Equal("atlas/login", Assert.IsType<AccountAnswer.Refused>(login).Problem.Code);
        Assert.Equal("atlas/account-id", Assert.IsType<AccountAnswer.Refused>(id).Problem.Code);
    }

    private PublishWork WorkOf(PostType type, string[] files, (Channel, Secret) actor)
    {
        var media = files.Select(InstagramSandbox.Demo).ToList();
        return sandbox.Work(Posts.Content(type, media, type is PostType.Story ? "" : "Fresh bread, every day"), media, actor);
    }
}
