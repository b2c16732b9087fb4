using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Platforms.Tests.LinkedIn;

/// <summary>Every documented error that matters: what we do about it, and what a person reads.</summary>
public sealed class LinkedInErrorTests(LinkedInSandbox sandbox) : IClassFixture<LinkedInSandbox>
{
    [Theory]
    [InlineData("ACCESS_DENIED", RefusalClass.Reconnect, "permission")]
    [InlineData("NO_PERMISSION_ON_ENTITY", RefusalClass.Reconnect, "role")]
    [InlineData("RESTRICTED_MEMBER", RefusalClass.Reconnect, "restricted")]
    [InlineData("FIELD_LENGTH_TOO_LONG", RefusalClass.Rejected, "too long")]
    [InlineData("MULTIPLE_VALIDATIONS_FAILED", RefusalClass.Rejected, "several things")]
    [InlineData("UNPROCESSABLE_ENTITY", RefusalClass.Rejected, "make sense")]
    [InlineData("CONFLICT", RefusalClass.Transient, "same thing")]
    [InlineData("NONEXISTENT_VERSION", RefusalClass.Transient, "switched off the version")]
    [InlineData("MEDIA_ASSET_PROCESSING_FAILED", RefusalClass.Transient, "process")]
    [InlineData("SOMETHING_NEW", RefusalClass.Rejected, "LinkedIn says: SOMETHING_NEW")]
    public async Task A_refused_post_says_why_and_nothing_is_live(string code, RefusalClass expected, string words)
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor, "linkedin.post.create", new { kind = "error", error = code });

        var (answer, _, _) = await sandbox.RunAsync(Text(actor, "Refused"));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal((expected, code), (refused.Class, refused.Problem.Code));
        Assert.Contains(words, refused.Problem.Message);
        Assert.NotEmpty(refused.Problem.NextStep);
        Assert.NotNull(refused.Problem.Source);
        Assert.Equal(expected is RefusalClass.Rejected, refused.Cursor is null);
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task A_dead_token_asks_for_a_person_and_is_in_no_word_of_the_answer()
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor, "linkedin.post.create", new { kind = "tokenDeath" });

        var (answer, _, _) = await sandbox.RunAsync(Text(actor, "Dead"));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal((RefusalClass.Reconnect, "REVOKED_ACCESS_TOKEN"), (refused.Class, refused.Problem.Code));
        Assert.Equal("Connect the channel again.", refused.Problem.NextStep);
        Assert.DoesNotContain(actor.Token.Reveal(), refused.ToString());
    }

    [Fact]
    public async Task A_token_of_a_moment_ago_that_is_unknown_somewhere_is_tried_again()
    {
        var actor = await sandbox.ConnectAsync();
        actor = actor with { Channel = actor.Channel with { ConnectedAt = DateTimeOffset.UtcNow } };
        await FaultAsync(
            actor,
            "linkedin.post.create",
            new
            {
                kind = "error",
                error = "REVOKED_ACCESS_TOKEN",
                code = 65601,
                httpStatus = 401,
            }
        );

        var (answer, _, _) = await sandbox.RunAsync(Text(actor, "Fresh"));

        Assert.Equal(RefusalClass.RateLimited, Assert.IsType<StepAnswer.Refused>(answer).Class); // waits, and uses up no attempt
    }

    [Fact]
    public async Task A_throttled_call_waits_and_not_beyond_the_next_midnight()
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor, "linkedin.post.create", new { kind = "throttle" });

        var (answer, _, _) = await sandbox.RunAsync(Text(actor, "Too many"));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        var now = DateTimeOffset.UtcNow;
        Assert.Equal(RefusalClass.RateLimited, refused.Class);
        Assert.InRange(refused.RetryAt!.Value, now, now + TimeSpan.FromMinutes(16));
        Assert.True(refused.RetryAt <= new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero).AddMinutes(2));
        Assert.Contains("midnight", refused.Problem.NextStep);
    }

    [Theory]
    [InlineData("serverError", "before", false)]
    [InlineData("serverError", "after", true)]
    [InlineData("cut", "before", false)]
    [InlineData("cut", "after", true)]
    [InlineData("malformedBody", "after", true)]
    public async Task A_pages_lost_answer_is_looked_up_and_found_only_where_it_happened(string kind, string phase, bool isLive)
    {
        var actor = await sandbox.ConnectAsync();
        var begun = DateTimeOffset.UtcNow;
        var work = Text(actor, $"Lost (maybe) {kind} {phase}");
        await FaultAsync(actor, "linkedin.post.create", new { kind, phase });

        var (answer, lost, _) = await sandbox.RunAsync(work);

        Assert.IsType<StepAnswer.Unknown>(answer);
        var found = await sandbox.Publisher.FindPublishedAsync(lost, begun, CancellationToken.None);
        if (isLive)
        {
            var only = Assert.Single(Assert.IsType<FindAnswer.Found>(found).Candidates);
            Assert.StartsWith("urn:li:share:", only.PlatformPostId);
        }
        else
        {
            Assert.IsType<FindAnswer.Absent>(found);
        }

        Assert.Equal(isLive ? 1 : 0, (await sandbox.EffectsAsync(actor.Channel)).Length);
    }

    [Fact]
    public async Task A_lost_post_of_media_is_known_by_its_own_files_among_others_with_the_same_text()
    {
        var actor = await sandbox.ConnectAsync();
        var begun = DateTimeOffset.UtcNow;
        var content = new PostContent { Text = "Same words" };
        var (other, _, _) = await sandbox.RunAsync(actor.Work(content, MediaFile.Demo("rye-portrait.jpg")));
        await FaultAsync(actor, "linkedin.post.create", new { kind = "cut", phase = "after" });

        var (_, lost, _) = await sandbox.RunAsync(actor.Work(content, MediaFile.Demo("fjord-landscape.jpg")));

        var found = Assert.IsType<FindAnswer.Found>(
            await sandbox.Publisher.FindPublishedAsync(lost, begun, CancellationToken.None)
        );
        Assert.True(found.ProvenLive);
        Assert.NotEqual(Assert.IsType<StepAnswer.Done>(other).PlatformPostId, Assert.Single(found.Candidates).PlatformPostId);
    }

    [Fact]
    public async Task A_members_lost_answer_is_for_a_person_to_settle()
    {
        var actor = await sandbox.ConnectAsync(organization: false);
        await FaultAsync(actor, "linkedin.post.create", new { kind = "cut", phase = "after" });
        var (_, lost, _) = await sandbox.RunAsync(Text(actor, "Mine, lost"));

        var known = await sandbox.Publisher.FindPublishedAsync(lost, DateTimeOffset.UtcNow, CancellationToken.None);
        lost = lost with { Channel = lost.Channel with { Scopes = [] } };
        var asked = await sandbox.Publisher.FindPublishedAsync(lost, DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.True(Assert.IsType<FindAnswer.Unreadable>(known).Ever);
        Assert.True(Assert.IsType<FindAnswer.Unreadable>(asked).Ever);
    }

    [Fact]
    public async Task A_repeat_that_LinkedIn_refuses_is_our_own_post_when_its_first_answer_was_lost()
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor, "linkedin.post.create", new { kind = "cut", phase = "after" });
        var (_, lost, _) = await sandbox.RunAsync(Text(actor, "Once only"));

        var (again, _, _) = await sandbox.RunAsync(lost);

        Assert.StartsWith("urn:li:share:", Assert.IsType<StepAnswer.Done>(again).PlatformPostId);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task A_repeat_of_an_older_or_deleted_post_is_refused_and_named()
    {
        var actor = await sandbox.ConnectAsync();
        var (first, work, _) = await sandbox.RunAsync(Text(actor, "Again and again"));
        var urn = Assert.IsType<StepAnswer.Done>(first).PlatformPostId;
        var cursor = Platforms.LinkedIn.LinkedInCursor.Read(null, work.ContentHash) with
        {
            BegunAt = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds(), // as if the first had been an hour ago
        };

        var (older, _, _) = await sandbox.RunAsync(work with { Cursor = cursor.Write() });
        await sandbox.Publisher.DeleteAsync(work, urn, CancellationToken.None);
        var (ghost, _, _) = await sandbox.RunAsync(work with { Cursor = null });

        foreach (var answer in new[] { older, ghost })
        {
            var refused = Assert.IsType<StepAnswer.Refused>(answer);
            Assert.Equal((RefusalClass.Rejected, "DUPLICATE_POST"), (refused.Class, refused.Problem.Code));
            Assert.Contains(urn, refused.Problem.NextStep);
        }
    }

    [Fact]
    public async Task A_members_refused_repeat_is_unknown_since_nobody_can_read_when_the_other_was_made()
    {
        var actor = await sandbox.ConnectAsync(organization: false);
        await sandbox.RunAsync(Text(actor, "Twice"));

        var (answer, _, _) = await sandbox.RunAsync(Text(actor, "Twice"));

        var unknown = Assert.IsType<StepAnswer.Unknown>(answer);
        Assert.Contains("feed/update/urn:li:share:", unknown.Problem.NextStep);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    [Theory]
    [InlineData("linkedin.image.initialize", "serverError", RefusalClass.Transient)]
    [InlineData("linkedin.image.initialize", "cut", RefusalClass.Transient)]
    [InlineData("linkedin.image.initialize", "throttle", RefusalClass.RateLimited)]
    [InlineData("linkedin.upload.put", "serverError", RefusalClass.Transient)]
    [InlineData("linkedin.upload.put", "cut", RefusalClass.Transient)]
    public async Task A_failed_preparation_goes_on_from_where_it_was(string operation, string kind, RefusalClass expected)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(
            new
            {
                kind,
                operation,
                times = 1,
                probability = 1,
            }
        );
        var work = actor.Work(new PostContent { Text = "Picture" }, MediaFile.Demo("rye-portrait.jpg"));

        var (answer, broken, _) = await sandbox.RunAsync(work);
        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        var (second, _, _) = await sandbox.RunAsync(broken with { Cursor = refused.Cursor });

        Assert.Equal(expected, refused.Class);
        Assert.IsType<StepAnswer.Done>(second);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task An_upload_that_was_stored_although_its_answer_was_lost_starts_again()
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(
            new
            {
                kind = "cut",
                operation = "linkedin.upload.put",
                phase = "after",
                times = 1,
            }
        );
        var work = actor.Work(new PostContent { Text = "Picture" }, MediaFile.Demo("rye-portrait.jpg"));
        var answer = (StepAnswer)new StepAnswer.Continue("");
        for (var attempt = 0; attempt < 4 && answer is not StepAnswer.Done; attempt++)
        {
            (answer, work, _) = await sandbox.RunAsync(work);
            work = work with { Cursor = answer is StepAnswer.Refused refused ? refused.Cursor : work.Cursor };
        }

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task A_file_that_LinkedIn_can_not_process_is_uploaded_three_times_and_then_given_up()
    {
        var actor = await sandbox.ConnectAsync();
        var broken = MediaFile.Demo("dough-reel.mp4");
        var noise = new byte[broken.Bytes.Length];
        Random.Shared.NextBytes(noise);
        var work = actor.Work(new PostContent { Text = "Noise" }, broken with { Bytes = noise });
        List<RefusalClass> classes = [];
        for (var i = 0; i < 5 && classes.LastOrDefault() is not RefusalClass.Rejected; i++)
        {
            var (answer, last, _) = await sandbox.RunAsync(work);
            var refused = Assert.IsType<StepAnswer.Refused>(answer);
            Assert.Contains("MP4", refused.Problem.Message);
            classes.Add(refused.Class);
            work = last with { Cursor = refused.Cursor };
        }

        Assert.Equal([RefusalClass.Transient, RefusalClass.Transient, RefusalClass.Rejected], classes);
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task A_comment_whose_answer_was_lost_is_unknown_and_found()
    {
        var actor = await sandbox.ConnectAsync();
        var work = Text(actor, "Post") with { };
        work = work with { Content = work.Content with { FirstComment = "First!" } };
        var (answer, _, _) = await sandbox.RunAsync(work);
        var child = new ChildWork(
            work,
            Assert.IsType<StepAnswer.Done>(answer).PlatformPostId,
            "firstComment",
            Cursor: null,
            new Dictionary<string, string>()
        );
        await FaultAsync(actor, "linkedin.comment.create", new { kind = "cut", phase = "after" });
        var before = DateTimeOffset.UtcNow;

        var lost = await sandbox.Publisher.AdvanceChildAsync(
            child,
            sandbox.Publisher.NextChildStep(child),
            CancellationToken.None
        );

        Assert.IsType<StepAnswer.Unknown>(lost);
        Assert.IsType<FindAnswer.Found>(await sandbox.Publisher.FindChildAsync(child, before, CancellationToken.None));
    }

    private static PublishWork Text(LinkedInActor actor, string text) => actor.Work(new PostContent { Text = text });

    private Task FaultAsync(LinkedInActor actor, string operation, object rule)
    {
        var all = System.Text.Json.JsonSerializer.SerializeToNode(rule)!.AsObject();
        all["operation"] = operation;
        all["accountId"] = actor.Channel.AccountId;
        all["times"] = 1;
        return sandbox.FaultAsync(all);
    }
}
