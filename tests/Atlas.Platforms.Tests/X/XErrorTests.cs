using System.Text.Json.Nodes;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Tests.LinkedIn;

namespace Atlas.Platforms.Tests.X;

/// <summary>Every documented error that matters: what we do about it, and what a person reads.</summary>
public sealed class XErrorTests(XSandbox sandbox) : IClassFixture<XSandbox>
{
    [Theory]
    [InlineData("not-authorized-for-resource", RefusalClass.Reconnect, "permission")]
    [InlineData("unsupported-authentication", RefusalClass.Reconnect, "permission")]
    [InlineData("client-forbidden", RefusalClass.Rejected, "plan")]
    [InlineData("client-not-enrolled", RefusalClass.Rejected, "plan")]
    [InlineData("invalid-request", RefusalClass.Rejected, "does not accept")]
    [InlineData("resource-not-found", RefusalClass.Rejected, "not there")]
    [InlineData("usage-capped", RefusalClass.RateLimited, "used up")]
    public async Task A_refused_post_says_why_and_nothing_is_live(string error, RefusalClass expected, string words)
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor, "x.post.create", new { kind = "error", error });

        var (answer, _, _) = await sandbox.RunAsync(actor.Text("Refused"));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal((expected, error), (refused.Class, refused.Problem.Code));
        Assert.Contains(words, refused.Problem.Message);
        Assert.NotEmpty(refused.Problem.NextStep);
        Assert.NotNull(refused.Problem.Source);
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task A_dead_token_asks_for_a_person()
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor, "x.post.create", new { kind = "tokenDeath" });

        var (answer, _, _) = await sandbox.RunAsync(actor.Text("Dead"));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal((RefusalClass.Reconnect, "http/401"), (refused.Class, refused.Problem.Code));
        Assert.DoesNotContain(actor.Token.Reveal(), refused.ToString());
    }

    [Fact]
    public async Task A_missing_scope_is_found_before_and_refused_at_the_network()
    {
        var actor = await sandbox.ConnectAsync(["tweet.read", "users.read"]);
        var work = actor.Text("May not");

        Assert.Contains(sandbox.Publisher.Check(work.Draft), finding => finding.Rule == "x.scope");
        var (answer, _, _) = await sandbox.RunAsync(work);
        Assert.Equal(RefusalClass.Reconnect, Assert.IsType<StepAnswer.Refused>(answer).Class);
    }

    [Fact]
    public async Task A_throttled_call_waits_until_the_window_opens()
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor, "x.post.create", new { kind = "throttle", retryAfterSeconds = 600 });

        var (answer, _, _) = await sandbox.RunAsync(actor.Text("Too many"));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.RateLimited, refused.Class);
        Assert.InRange((refused.RetryAt!.Value - DateTimeOffset.UtcNow).TotalSeconds, 590, 605);
    }

    [Theory]
    [InlineData("serverError", "before", false)]
    [InlineData("serverError", "after", true)]
    [InlineData("cut", "before", false)]
    [InlineData("cut", "after", true)]
    [InlineData("malformedBody", "after", true)]
    public async Task A_lost_answer_is_looked_up_and_found_only_where_it_happened(string kind, string phase, bool isLive)
    {
        var actor = await sandbox.ConnectAsync();
        var begun = DateTimeOffset.UtcNow;
        await FaultAsync(actor, "x.post.create", new { kind, phase });

        var (answer, lost, _) = await sandbox.RunAsync(
            actor.Text($"Lost & <found> {kind} {phase} https://harbour.bakery.example/a?b=1&c=2 now")
        );

        Assert.IsType<StepAnswer.Unknown>(answer);
        var found = await sandbox.Publisher.FindPublishedAsync(lost, begun, CancellationToken.None);
        Assert.Equal(isLive, found is FindAnswer.Found { Candidates.Count: 1 });
        Assert.Equal(!isLive, found is FindAnswer.Absent);
        Assert.Equal(isLive ? 1 : 0, (await sandbox.EffectsAsync(actor.Channel)).Length);
    }

    [Fact]
    public async Task A_lost_post_of_media_is_known_by_its_media()
    {
        var actor = await sandbox.ConnectAsync();
        var begun = DateTimeOffset.UtcNow;
        await sandbox.RunAsync(actor.Work(new PostContent { Text = "Same" }, MediaFile.Demo("rye-portrait.jpg")));
        await FaultAsync(actor, "x.post.create", new { kind = "cut", phase = "after" });

        var (_, lost, _) = await sandbox.RunAsync(
            actor.Work(new PostContent { Text = "Same" }, MediaFile.Demo("fjord-landscape.jpg"))
        );

        var found = Assert.IsType<FindAnswer.Found>(
            await sandbox.Publisher.FindPublishedAsync(lost, begun, CancellationToken.None)
        );
        Assert.True(found.ProvenLive);
        Assert.Single(found.Candidates);
    }

    [Fact]
    public async Task A_repeat_is_our_own_post_when_its_answer_was_lost_and_else_a_refusal()
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor, "x.post.create", new { kind = "cut", phase = "after" });
        var (_, lost, _) = await sandbox.RunAsync(actor.Text("Once"));
        var (again, _, _) = await sandbox.RunAsync(lost);
        var id = Assert.IsType<StepAnswer.Done>(again).PlatformPostId;
        await sandbox.Publisher.DeleteAsync(lost, id, CancellationToken.None);

        var (older, _, _) = await sandbox.RunAsync(lost);

        var refused = Assert.IsType<StepAnswer.Refused>(older);
        Assert.Equal((RefusalClass.Rejected, "duplicate-content"), (refused.Class, refused.Problem.Code));
    }

    [Fact]
    public async Task A_plan_without_reads_leaves_a_lost_answer_to_a_person()
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor, "x.post.list", new { kind = "error", error = "client-not-enrolled" });

        var found = await sandbox.Publisher.FindPublishedAsync(actor.Text("x"), DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.True(Assert.IsType<FindAnswer.Unreadable>(found).Ever);
    }

    [Fact]
    public async Task A_file_that_X_can_not_process_is_uploaded_three_times_and_then_given_up()
    {
        var actor = await sandbox.ConnectAsync();
        var video = MediaFile.Demo("dough-reel.mp4");
        var noise = new byte[video.Bytes.Length];
        Random.Shared.NextBytes(noise);
        var work = actor.Work(new PostContent { Text = "Noise" }, video with { Bytes = noise });
        List<RefusalClass> classes = [];
        for (var i = 0; i < 5 && classes.LastOrDefault() is not RefusalClass.Rejected; i++)
        {
            var (answer, last, _) = await sandbox.RunAsync(work);
            var refused = Assert.IsType<StepAnswer.Refused>(answer);
            Assert.Contains("Unsupported video format", refused.Problem.Message);
            classes.Add(refused.Class);
            work = last with { Cursor = refused.Cursor };
        }

        Assert.Equal([RefusalClass.Transient, RefusalClass.Transient, RefusalClass.Rejected], classes);
    }

    [Theory]
    [InlineData("x.media.initialize", "serverError")]
    [InlineData("x.media.append", "cut")]
    [InlineData("x.media.finalize", "serverError")]
    [InlineData("x.media.metadata", "serverError")]
    public async Task A_failed_preparation_goes_on_from_where_it_was(string operation, string kind)
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor, operation, new { kind });
        var file = MediaFile.Demo("rye-portrait.jpg");
        var work = actor.Work(new PostContent { Text = "Picture", Media = [new PostMedia(file.Asset.Id, "rye")] }, file);

        var (answer, broken, _) = await sandbox.RunAsync(work);
        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        var (second, _, _) = await sandbox.RunAsync(broken with { Cursor = refused.Cursor });

        Assert.Equal(RefusalClass.Transient, refused.Class);
        Assert.IsType<StepAnswer.Done>(second);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    private Task FaultAsync(XActor actor, string operation, object rule)
    {
        var all = System.Text.Json.JsonSerializer.SerializeToNode(rule)!.AsObject();
        all["operation"] = operation;
        all["accountId"] = actor.Channel.AccountId;
        all["times"] = 1;
        return sandbox.FaultAsync((JsonNode)all);
    }
}
