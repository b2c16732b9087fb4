using Atlas.Core.Platforms;
using Atlas.Platforms.Tests.Loopback;
using Atlas.Testing;

namespace Atlas.Platforms.Tests.TikTok;

/// <summary>Every way to publish, against the simulated network.</summary>
public sealed class TikTokPublishingTests(TikTokSandbox sandbox) : IClassFixture<TikTokSandbox>
{
    private const string Reel = "dough-reel.mp4";

    [Theory]
    [InlineData("direct", "PUBLIC_TO_EVERYONE", "file", "video", "open publish", Reel)]
    [InlineData("direct", "PUBLIC_TO_EVERYONE", "url", "video", "publish watch", Reel)]
    [InlineData("direct", "SELF_ONLY", "file", "video", "open publish", Reel)]
    [InlineData("inbox", null, "file", "inbox", "open publish", Reel)]
    [InlineData("inbox", null, "url", "inbox", "publish watch", Reel)]
    [InlineData("direct", "PUBLIC_TO_EVERYONE", null, "carousel", "publish watch", "rye-portrait.jpg", "three-inks-square.jpg")]
    [InlineData("inbox", null, null, "inbox", "publish watch", "rye-portrait.jpg")]
    public async Task Every_way_goes_out_once(
        string mode,
        string? privacy,
        string? transfer,
        string kind,
        string steps,
        params string[] files
    )
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.Work(actor, Options(mode, privacy, transfer), media: [.. files.Select(sandbox.Files.Demo)]);
        Assert.DoesNotContain(sandbox.Publisher.Check(work.Draft), finding => finding.Severity is FindingSeverity.Error);
        Assert.Empty(await sandbox.Publisher.AskAsync(work, CancellationToken.None));

        var (answer, last, taken) = await sandbox.RunAsync(work);

        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel.AccountId));
        var done = Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(steps, string.Join(' ', taken));
        Assert.Equal(kind, effect.GetProperty("kind").GetString());
        Assert.Equal(
            work.Media.Select(asset => asset.Sha256),
            effect.GetProperty("mediaSha256").EnumerateArray().Select(hash => hash.GetString())
        );
        if (privacy is "PUBLIC_TO_EVERYONE")
        {
            Assert.Equal(effect.GetProperty("mediaId").GetString(), done.PlatformPostId);
            Assert.Equal(effect.GetProperty("permalink").GetString(), done.Permalink);
            Assert.NotNull(done.PublishedAt);
        }
        else
        {
            // TikTok tells no id of what is not public: the publish id stands for it.
            Assert.Null(done.Permalink);
            Assert.Equal(done.PlatformPostId, TikTokCursorOf(last).PublishId);
        }
    }

    [Fact]
    public async Task A_long_file_arrives_byte_for_byte_and_its_last_part_publishes_it()
    {
        var actor = await sandbox.ConnectAsync();
        var film = sandbox.Files.Add("long.mp4", TikTokPosts.Padded(FileShelf.DemoBytes(Reel), 17_000_123));
        var work = sandbox.Work(actor, TikTokPosts.Public, media: film);
        var visible = 0;
        while (sandbox.Publisher.NextStep(work) is { Visible: false } step)
        {
            var next = await sandbox.Publisher.AdvanceAsync(work, step, CancellationToken.None);
            Assert.Empty(await sandbox.EffectsAsync(actor.Channel.AccountId));
            work = work with
            {
                Cursor = next is StepAnswer.Ready ready ? ready.Cursor : Assert.IsType<StepAnswer.Continue>(next).Cursor,
            };
            visible++;
        }

        var (answer, _, steps) = await sandbox.RunAsync(work);

        Assert.Equal(3, visible); // the opening and two of three parts
        Assert.Equal(["publish"], steps);
        Assert.IsType<StepAnswer.Done>(answer);
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel.AccountId));
        Assert.Equal(film.Sha256, effect.GetProperty("mediaSha256")[0].GetString());
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("serverError")]
    public async Task A_post_whose_last_answer_was_lost_is_found(string fault)
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor.Channel.AccountId, fault, "after", "tiktok.upload.last");
        var work = sandbox.Work(actor, TikTokPosts.Public, media: sandbox.Files.Demo(Reel));

        var (answer, last, _) = await sandbox.RunAsync(work);

        Assert.IsType<StepAnswer.Unknown>(answer);
        var found = Assert.IsType<FindAnswer.Found>(await sandbox.FindAsync(last));
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel.AccountId));
        Assert.True(found.ProvenLive);
        Assert.Equal(effect.GetProperty("mediaId").GetString(), Assert.Single(found.Candidates).PlatformPostId);

        // Even if the ledger sent it again: the step sees that it is live.
        var (again, _, _) = await sandbox.RunAsync(last);
        Assert.Equal(found.Candidates[0].PlatformPostId, Assert.IsType<StepAnswer.Done>(again).PlatformPostId);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel.AccountId));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("serverError")]
    public async Task A_last_part_that_never_arrived_is_surely_absent_and_is_sent_again(string fault)
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor.Channel.AccountId, fault, "before", "tiktok.upload.last");
        var work = sandbox.Work(actor, TikTokPosts.Public, media: sandbox.Files.Demo(Reel));

        var (answer, last, _) = await sandbox.RunAsync(work);

        Assert.IsType<StepAnswer.Unknown>(answer);
        Assert.True(Assert.IsType<FindAnswer.Absent>(await sandbox.FindAsync(last)).Certain);
        var (again, _, steps) = await sandbox.RunAsync(last);
        Assert.IsType<StepAnswer.Done>(again);
        Assert.Equal(["publish"], steps);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel.AccountId));
    }

    [Theory]
    [InlineData("cut", "after")]
    [InlineData("serverError", "after")]
    [InlineData("malformedBody", "after")]
    [InlineData("serverError", "before")]
    [InlineData("cut", "before")]
    public async Task A_lost_answer_to_photos_is_looked_up_in_the_list(string fault, string phase)
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor.Channel.AccountId, fault, phase, "tiktok.photo.init");
        var work = sandbox.Work(actor, TikTokPosts.Public, media: sandbox.Files.Demo("rye-portrait.jpg"));

        var (answer, last, _) = await sandbox.RunAsync(work);

        Assert.IsType<StepAnswer.Unknown>(answer);
        if (phase == "after")
        {
            await Eventually.BeAsync(async () => await sandbox.EffectsAsync(actor.Channel.AccountId) is [_]);
            var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel.AccountId));
            var found = Assert.IsType<FindAnswer.Found>(await sandbox.FindAsync(last));
            Assert.Equal(effect.GetProperty("mediaId").GetString(), found.Candidates[0].PlatformPostId);
        }
        else
        {
            // The list can't show that nothing was posted: first it is asked again, then a person decides.
            Assert.False(Assert.IsType<FindAnswer.Unreadable>(await sandbox.FindAsync(last)).Ever);
            var late = await sandbox.Publisher.FindPublishedAsync(
                last,
                DateTimeOffset.UtcNow.AddHours(-1),
                CancellationToken.None
            );
            Assert.True(Assert.IsType<FindAnswer.Unreadable>(late).Ever);
            Assert.Empty(await sandbox.EffectsAsync(actor.Channel.AccountId));
        }
    }

    [Fact]
    public async Task An_init_of_a_file_whose_answer_was_lost_is_simply_made_again()
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor.Channel.AccountId, "cut", "after", "tiktok.video.init");
        var work = sandbox.Work(actor, TikTokPosts.Public, media: sandbox.Files.Demo(Reel));

        var (lost, last, _) = await sandbox.RunAsync(work);
        Assert.Equal(RefusalClass.Transient, Assert.IsType<StepAnswer.Refused>(lost).Class);
        var (again, _, _) = await sandbox.RunAsync(last);

        Assert.IsType<StepAnswer.Done>(again);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel.AccountId));
    }

    [Fact]
    public async Task A_post_that_is_processed_for_long_is_unknown_and_then_found()
    {
        await sandbox.SetAsync(new { videoProcessingMs = 700 });
        try
        {
            var actor = await sandbox.ConnectAsync();
            var work = sandbox.Work(actor, TikTokPosts.Public, media: sandbox.Files.Demo(Reel));

            var (answer, last, _) = await sandbox.RunAsync(work);

            Assert.Equal("tiktok/processing", Assert.IsType<StepAnswer.Unknown>(answer).Problem.Code);
            Assert.False(Assert.IsType<FindAnswer.Unreadable>(await sandbox.FindAsync(last)).Ever);
            await Eventually.BeAsync(async () => await sandbox.EffectsAsync(actor.Channel.AccountId) is [_]);
            Assert.IsType<FindAnswer.Found>(await sandbox.FindAsync(last));
        }
        finally
        {
            await sandbox.SetAsync(new { videoProcessingMs = 0 });
        }
    }

    [Fact]
    public async Task A_post_in_moderation_is_published_under_its_publish_id()
    {
        var actor = await sandbox.ConnectAsync(("moderationMs", "3600000"));
        var work = sandbox.Work(actor, TikTokPosts.Public, media: sandbox.Files.Demo(Reel));

        var (answer, last, _) = await sandbox.RunAsync(work);

        var done = Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(TikTokCursorOf(last).PublishId, done.PlatformPostId);
        Assert.Null(done.Permalink);
    }

    [Fact]
    public async Task The_cursor_holds_no_way_into_the_upload_and_a_new_token_begins_again()
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.Work(actor, TikTokPosts.Public, media: sandbox.Files.Demo(Reel));
        var ready = Assert.IsType<StepAnswer.Ready>(
            await sandbox.Publisher.AdvanceAsync(work, sandbox.Publisher.NextStep(work), CancellationToken.None)
        );
        Assert.DoesNotContain("upload_token", ready.Cursor);
        Assert.DoesNotContain("http", ready.Cursor);

        var fresh = await sandbox.MintAsync(actor.Channel.AccountId, "video.publish", "video.list");
        var (answer, _, steps) = await sandbox.RunAsync(work with { Cursor = ready.Cursor, AccessToken = fresh });

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(["publish", "open", "publish"], steps);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel.AccountId));
    }

    [Fact]
    public async Task What_the_account_has_switched_off_stays_off()
    {
        var actor = await sandbox.ConnectAsync(("duetDisabled", "true"), ("commentDisabled", "true"));
        var options = """{"mode":"direct","privacyLevel":"PUBLIC_TO_EVERYONE","disableComment":false,"coverTimestampMs":1000}""";
        var work = sandbox.Work(actor, options, media: sandbox.Files.Demo(Reel));

        var warning = Assert.Single(await sandbox.Publisher.AskAsync(work, CancellationToken.None));
        var (answer, _, _) = await sandbox.RunAsync(work);

        Assert.Equal((FindingSeverity.Warning, "options.disableComment"), (warning.Severity, warning.Field));
        var done = Assert.IsType<StepAnswer.Done>(answer);
        var page = await sandbox.PageAsync(new Uri(done.Permalink!).AbsolutePath);
        Assert.Contains("disable_duet", page);
        Assert.Contains("disable_comment", page);
        Assert.DoesNotContain("disable_stitch", page);
    }

    [Fact]
    public async Task Nothing_can_be_changed_or_deleted_and_that_is_said_before_and_when_tried()
    {
        var work = sandbox.Work(await sandbox.ConnectAsync(), TikTokPosts.Public, media: sandbox.Files.Demo(Reel));

        var edit = await sandbox.Publisher.EditAsync(work, "1", CancellationToken.None);
        var delete = await sandbox.Publisher.DeleteAsync(work, "1", CancellationToken.None);

        Assert.All(
            sandbox.Publisher.Abilities.Formats,
            ability =>
            {
                Assert.Null(ability.Edit);
                Assert.False(ability.Delete);
                Assert.Contains("inbox", ability.Note);
            }
        );
        Assert.All(
            [edit, delete],
            answer =>
            {
                var refused = Assert.IsType<StepAnswer.Refused>(answer);
                Assert.Equal(RefusalClass.Rejected, refused.Class);
                Assert.Contains("TikTok app", refused.Problem.NextStep);
            }
        );
    }

    private static Platforms.TikTok.TikTokCursor TikTokCursorOf(PublishWork work) =>
        Platforms.TikTok.TikTokCursor.ReadAny(work.Cursor)!;

    private Task FaultAsync(string accountId, string kind, string phase, string operation) =>
        sandbox.FaultAsync(
            new
            {
                kind,
                phase,
                operation,
                accountId,
                times = 1,
            }
        );

    private static string Options(string mode, string? privacy, string? transfer) =>
        $$"""{"mode":"{{mode}}","privacyLevel":{{Json(privacy)}},"transfer":{{Json(transfer)}}}""";

    private static string Json(string? text) => text is null ? "null" : $"\"{text}\"";
}
