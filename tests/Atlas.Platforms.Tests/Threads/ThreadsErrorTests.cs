using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Tests.Simulated;

namespace Atlas.Platforms.Tests.Threads;

/// <summary>Every documented error that matters, from the simulated network to what a person reads.</summary>
public sealed class ThreadsErrorTests(ThreadsSandbox sandbox) : IClassFixture<ThreadsSandbox>
{
    [Theory]
    [InlineData(1, 0, 500, RefusalClass.Transient)]
    [InlineData(2, 0, 500, RefusalClass.Transient)]
    [InlineData(4, 0, 403, RefusalClass.RateLimited)]
    [InlineData(613, 0, 400, RefusalClass.RateLimited)]
    [InlineData(368, 0, 400, RefusalClass.RateLimited)]
    [InlineData(190, 463, 400, RefusalClass.Reconnect)]
    [InlineData(190, 460, 401, RefusalClass.Reconnect)]
    [InlineData(10, 0, 403, RefusalClass.Reconnect)]
    [InlineData(10, 4279013, 400, RefusalClass.Reconnect)]
    [InlineData(200, 0, 403, RefusalClass.Reconnect)]
    [InlineData(100, 4279071, 400, RefusalClass.Rejected)]
    [InlineData(100, 0, 400, RefusalClass.Rejected)]
    [InlineData(3, 0, 400, RefusalClass.Rejected)]
    [InlineData(987654, 0, 400, RefusalClass.Rejected)]
    public async Task A_container_that_is_refused_says_what_to_do(int code, int subcode, int status, RefusalClass expected)
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor, "threads.container.create", code, subcode, status);

        var (answer, _) = await sandbox.RunAsync(sandbox.Post(actor, "Fresh bread"));

        AssertRefused(answer, expected, code, subcode);
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
    }

    /// <summary>The same errors at the call that followers see: what may have happened is never a refusal.</summary>
    [Theory]
    [InlineData(1, 0, 400, null)]
    [InlineData(2, 0, 400, null)]
    [InlineData(2, 0, 500, null)]
    [InlineData(506, 0, 400, null)]
    [InlineData(190, 463, 500, null)]
    [InlineData(987654, 0, 400, null)]
    [InlineData(4, 0, 403, RefusalClass.RateLimited)]
    [InlineData(613, 0, 400, RefusalClass.RateLimited)]
    [InlineData(190, 460, 400, RefusalClass.Reconnect)]
    [InlineData(10, 4279013, 400, RefusalClass.Reconnect)]
    [InlineData(100, 0, 400, RefusalClass.Rejected)]
    public async Task A_publish_call_that_is_refused_says_so_only_when_that_is_sure(
        int code,
        int subcode,
        int status,
        RefusalClass? expected
    )
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor, "threads.publish", code, subcode, status);

        var (answer, _) = await sandbox.RunAsync(sandbox.Post(actor, "Fresh bread"));

        if (expected is { } refusal)
        {
            AssertRefused(answer, refusal, code, subcode);
        }
        else
        {
            Assert.IsType<StepAnswer.Unknown>(answer);
        }
    }

    /// <summary>Threads' machines do not all know a finished container at once.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_finished_container_that_is_not_found_yet_is_published_a_little_later(int times)
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor, "threads.publish", 24, 4279009, 400, times);

        var (answer, _) = await sandbox.RunAsync(sandbox.Post(actor, "Fresh bread"));

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task A_container_that_is_never_found_is_made_again_and_at_last_given_up()
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor, "threads.publish", 24, 4279009, 400, times: 12);
        var work = sandbox.Post(actor, "Fresh bread");
        var answers = new List<StepAnswer.Refused>();
        while (answers.Count < 3)
        {
            var (answer, stopped) = await sandbox.RunAsync(work);
            answers.Add(Assert.IsType<StepAnswer.Refused>(answer));
            work = stopped with { Cursor = answers[^1].Cursor };
        }

        Assert.Equal(
            [RefusalClass.Transient, RefusalClass.Transient, RefusalClass.Rejected],
            answers.Select(answer => answer.Class)
        );
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task A_used_up_quota_is_told_before_and_waits_at_the_call()
    {
        var actor = await sandbox.ConnectAsync(new { postQuota = "1", replyQuota = "1" });
        Assert.Empty(await sandbox.Publisher.AskAsync(sandbox.Post(actor, "Second"), CancellationToken.None));
        var (first, work) = await sandbox.RunAsync(sandbox.Post(actor, "First"));
        var id = Assert.IsType<StepAnswer.Done>(first).PlatformPostId;
        Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(Instagram.Posts.FirstComment(work, id, "One"))).Answer);

        var next = sandbox.Post(actor, "Second");
        var told = await sandbox.Publisher.AskAsync(
            next with
            {
                Content = next.Content with { Thread = [new ThreadPart("More")] },
            },
            CancellationToken.None
        );
        var (second, _) = await sandbox.RunAsync(next);
        var (comment, _) = await sandbox.RunAsync(Instagram.Posts.FirstComment(work, id, "Two"));

        Assert.Equal(["threads.quota.posts", "threads.quota.replies"], told.Select(finding => finding.Rule));
        Assert.All(told, finding => Assert.Equal(FindingSeverity.Warning, finding.Severity));
        var refused = Assert.IsType<StepAnswer.Refused>(second);
        Assert.Equal(RefusalClass.RateLimited, refused.Class);
        Assert.Contains("1 of 1 posts", refused.Problem.Message);
        Assert.True(refused.RetryAt > DateTimeOffset.UtcNow.AddMinutes(30));
        Assert.Contains("1 of 1 replies", Assert.IsType<StepAnswer.Refused>(comment).Problem.Message);
    }

    [Fact]
    public async Task A_throttled_call_waits_as_long_as_the_headers_say()
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(Rule(actor, "throttle", "threads.publish"));

        var (answer, _) = await sandbox.RunAsync(sandbox.Post(actor, "Fresh bread"));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.RateLimited, refused.Class);
        Assert.InRange(refused.RetryAt!.Value - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_dead_token_asks_for_a_person()
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(Rule(actor, "tokenDeath", "threads.container.create"));

        var (answer, _) = await sandbox.RunAsync(sandbox.Post(actor, "Fresh bread"));

        Assert.Equal(RefusalClass.Reconnect, Assert.IsType<StepAnswer.Refused>(answer).Class);
    }

    [Fact]
    public async Task A_missing_permission_asks_for_a_person()
    {
        var actor = await sandbox.ConnectAsync();
        var (done, _) = await sandbox.RunAsync(sandbox.Post(actor, "Mine"));
        var work = sandbox.Post(actor, "Fresh bread") with { AccessToken = await sandbox.MintAsync(actor, "threads_basic") };

        var (answer, _) = await sandbox.RunAsync(work);
        var mine = Assert.IsType<StepAnswer.Done>(done).PlatformPostId;
        var deleted = await sandbox.Publisher.DeleteAsync(work, mine, CancellationToken.None);
        var findings = sandbox.Publisher.Check(work.Draft with { Channel = work.Channel with { Scopes = ["threads_basic"] } });

        Assert.Equal(RefusalClass.Reconnect, Assert.IsType<StepAnswer.Refused>(answer).Class);
        Assert.Equal(RefusalClass.Reconnect, Assert.IsType<StepAnswer.Refused>(deleted).Class);
        Assert.Equal("threads.scope", Assert.Single(findings).Rule);
    }

    [Fact]
    public async Task A_file_that_Threads_cannot_fetch_is_prepared_again_and_at_last_given_up()
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.Post(actor, "Fresh bread", "dough-reel.mp4");
        work = work with { FetchUrl = (_, _) => new ValueTask<Uri>(new Uri("http://127.0.0.1:9/gone.mp4")) };
        List<StepAnswer.Refused> answers = [];
        while (answers.Count < 3)
        {
            var (answer, stopped) = await sandbox.RunAsync(work);
            answers.Add(Assert.IsType<StepAnswer.Refused>(answer));
            work = stopped with { Cursor = answers[^1].Cursor };
        }

        Assert.Equal(RefusalClass.Transient, answers[0].Class);
        Assert.Equal("container/FAILED_DOWNLOADING_VIDEO", answers[0].Problem.Code);
        Assert.Equal(RefusalClass.Rejected, answers[^1].Class);
    }

    [Fact]
    public async Task An_expired_container_is_made_again()
    {
        var actor = await sandbox.ConnectAsync();
        var (_, work) = await sandbox.RunAsync(sandbox.Post(actor, "Fresh bread"), until: "publish");
        try
        {
            await sandbox.SetAsync(new { clockOffsetSeconds = 90_000 });
            var (expired, stopped) = await sandbox.RunAsync(work);
            var refused = Assert.IsType<StepAnswer.Refused>(expired);
            Assert.Equal((RefusalClass.Transient, "container/EXPIRED"), (refused.Class, refused.Problem.Code));

            var (answer, _) = await sandbox.RunAsync(stopped with { Cursor = refused.Cursor });
            Assert.IsType<StepAnswer.Done>(answer);
            Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        }
        finally
        {
            await sandbox.SetAsync(new { clockOffsetSeconds = 0 });
        }
    }

    private static object Rule(SimulatedAccount actor, string kind, string operation) =>
        new
        {
            kind,
            operation,
            accountId = actor.Channel.AccountId,
            times = 1,
        };

    private Task FaultAsync(SimulatedAccount actor, string operation, int code, int subcode, int status, int times = 1) =>
        sandbox.FaultAsync(
            new
            {
                kind = "graphError",
                operation,
                accountId = actor.Channel.AccountId,
                code,
                subcode = subcode == 0 ? (int?)null : subcode,
                httpStatus = status,
                times,
            }
        );

    private static void AssertRefused(StepAnswer answer, RefusalClass expected, int code, int subcode)
    {
        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(expected, refused.Class);
        Assert.Equal(subcode == 0 ? $"{code}" : $"{code}/{subcode}", refused.Problem.Code);
        Assert.NotEmpty(refused.Problem.Message);
        Assert.NotEmpty(refused.Problem.NextStep);
        Assert.NotNull(refused.Problem.Source);
        Assert.True(expected is not RefusalClass.RateLimited || refused.RetryAt > DateTimeOffset.UtcNow);
    }
}
