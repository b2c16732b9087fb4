using Atlas.Core.Platforms;

namespace Atlas.Platforms.Tests.TikTok;

/// <summary>Every documented refusal that matters, with the reaction and the words that a person reads.</summary>
public sealed class TikTokRefusalTests(TikTokSandbox sandbox) : IClassFixture<TikTokSandbox>
{
    private const string Reel = "dough-reel.mp4";

    [Theory]
    [InlineData("rate_limit_exceeded", RefusalClass.RateLimited, "few calls a minute")]
    [InlineData("spam_risk_too_many_posts", RefusalClass.RateLimited, "24 hours")]
    [InlineData("spam_risk_user_banned_from_posting", RefusalClass.Rejected, "banned")]
    [InlineData("spam_risk", RefusalClass.Rejected, "spam")]
    [InlineData("reached_active_user_cap", RefusalClass.RateLimited, "5 until it has audited")]
    [InlineData("unaudited_client_can_only_post_to_private_accounts", RefusalClass.Rejected, "not audited")]
    [InlineData("privacy_level_option_mismatch", RefusalClass.Rejected, "privacy level")]
    [InlineData("url_ownership_unverified", RefusalClass.Rejected, "verified")]
    [InlineData("scope_not_authorized", RefusalClass.Reconnect, "permission")]
    [InlineData("scope_permission_missed", RefusalClass.Reconnect, "permission")]
    [InlineData("access_token_invalid", RefusalClass.Reconnect, "access")]
    [InlineData("invalid_param", RefusalClass.Rejected, "value")]
    [InlineData("invalid_file_upload", RefusalClass.Rejected, "file")]
    [InlineData("app_version_check_failed", RefusalClass.Rejected, "too old")]
    [InlineData("internal_error", RefusalClass.Transient, "problem of its own")]
    public async Task A_documented_error_has_its_reaction_and_its_words(string code, RefusalClass expected, string words)
    {
        foreach (var operation in new[] { "tiktok.creator.read", "tiktok.video.init", "tiktok.photo.init" })
        {
            var actor = await sandbox.ConnectAsync();
            await sandbox.FaultAsync(
                new
                {
                    kind = "error",
                    error = code,
                    operation,
                    accountId = actor.Channel.AccountId,
                    // Creator info refuses with a status of 200; reads are tried three times.
                    httpStatus = operation == "tiktok.creator.read" ? null : (int?)403,
                }
            );
            var file = sandbox.Files.Demo(operation == "tiktok.photo.init" ? "rye-portrait.jpg" : Reel);
            var (answer, _, _) = await sandbox.RunAsync(sandbox.Work(actor, TikTokPosts.Public, media: file));

            if (operation == "tiktok.photo.init" && code == "internal_error")
            {
                Assert.IsType<StepAnswer.Unknown>(answer); // the call that followers see may have taken effect
                continue;
            }

            var refused = Assert.IsType<StepAnswer.Refused>(answer);
            Assert.Equal(expected, refused.Class);
            Assert.Equal(code, refused.Problem.Code);
            Assert.Contains(words, refused.Problem.Message);
            Assert.NotEmpty(refused.Problem.NextStep);
            Assert.NotNull(refused.Problem.Source);
            Assert.Equal(expected is RefusalClass.RateLimited, refused.RetryAt is not null);
            Assert.Empty(await sandbox.EffectsAsync(actor.Channel.AccountId));
        }
    }

    [Fact]
    public async Task The_posts_of_a_day_are_counted_by_TikTok_and_waited_for()
    {
        var actor = await sandbox.ConnectAsync(("postsPerDay", "1"));
        await sandbox.RunAsync(sandbox.Work(actor, TikTokPosts.Public, media: sandbox.Files.Demo(Reel)));
        var second = sandbox.Work(actor, TikTokPosts.Public, media: sandbox.Files.Demo(Reel));

        var finding = Assert.Single(await sandbox.Publisher.AskAsync(second, CancellationToken.None));
        var (answer, _, steps) = await sandbox.RunAsync(second);

        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal(["open"], steps);
        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal((RefusalClass.RateLimited, "spam_risk_too_many_posts"), (refused.Class, refused.Problem.Code));
        Assert.Single(await sandbox.EffectsAsync(actor.Channel.AccountId));
    }

    [Fact]
    public async Task The_inbox_takes_five_and_then_waits()
    {
        var actor = await sandbox.ConnectAsync();
        for (var i = 0; i < 5; i++)
        {
            var (done, _, _) = await sandbox.RunAsync(sandbox.Work(actor, TikTokPosts.Inbox, media: sandbox.Files.Demo(Reel)));
            Assert.IsType<StepAnswer.Done>(done);
        }

        var (answer, _, _) = await sandbox.RunAsync(sandbox.Work(actor, TikTokPosts.Inbox, media: sandbox.Files.Demo(Reel)));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal((RefusalClass.RateLimited, "spam_risk_too_many_pending_share"), (refused.Class, refused.Problem.Code));
        Assert.Contains("inbox", refused.Problem.Message);
    }

    [Fact]
    public async Task The_seventh_call_of_a_minute_waits_a_minute()
    {
        var actor = await sandbox.ConnectAsync();
        StepAnswer? answer = null;
        for (var i = 0; i < 7; i++)
        {
            var work = sandbox.Work(actor, TikTokPosts.Public, media: sandbox.Files.Demo(Reel));
            answer = await sandbox.Publisher.AdvanceAsync(work, sandbox.Publisher.NextStep(work), CancellationToken.None);
        }

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.RateLimited, refused.Class);
        Assert.InRange(refused.RetryAt!.Value - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(61));
    }

    [Fact]
    public async Task An_app_that_is_not_audited_posts_only_privately_and_for_five_accounts_a_day()
    {
        const string Private = """{"mode":"direct","privacyLevel":"SELF_ONLY"}""";
        var open = await sandbox.ConnectAsync(("unaudited", "true"));
        var (refusal, _, _) = await sandbox.RunAsync(
            sandbox.Work(open, Private, TikTokSandbox.Unaudited, sandbox.Files.Demo(Reel))
        );
        var refused = Assert.IsType<StepAnswer.Refused>(refusal);
        Assert.Equal(RefusalClass.Rejected, refused.Class);
        Assert.Contains("audited", refused.Problem.Message);
        Assert.Contains("private", refused.Problem.NextStep);

        List<StepAnswer> answers = [];
        for (var i = 0; i < 6; i++)
        {
            var actor = await sandbox.ConnectAsync(("unaudited", "true"), ("private", "true"));
            var work = sandbox.Work(actor, Private, TikTokSandbox.Unaudited, sandbox.Files.Demo(Reel));
            answers.Add((await sandbox.RunAsync(work)).Answer);
        }

        Assert.All(answers[..5], answer => Assert.IsType<StepAnswer.Done>(answer));
        var sixth = Assert.IsType<StepAnswer.Refused>(answers[5]);
        Assert.Equal((RefusalClass.RateLimited, "reached_active_user_cap"), (sixth.Class, sixth.Problem.Code));
        Assert.Contains("does not help", sixth.Problem.NextStep);
    }

    [Fact]
    public async Task What_the_account_does_not_offer_is_refused_before_anything_is_sent()
    {
        var actor = await sandbox.ConnectAsync(("private", "true"), ("longestVideoSeconds", "1"));
        var work = sandbox.Work(actor, TikTokPosts.Public, media: sandbox.Files.Demo(Reel));

        var findings = await sandbox.Publisher.AskAsync(work, CancellationToken.None);
        var (answer, _, _) = await sandbox.RunAsync(work);

        Assert.Equal(["tiktok.creator.privacy", "tiktok.creator.duration"], findings.Select(finding => finding.Rule));
        Assert.Contains("FOLLOWER_OF_CREATOR", findings[0].Limit);
        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal((RefusalClass.Rejected, "tiktok.creator.privacy"), (refused.Class, refused.Problem.Code));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("url")]
    public async Task A_file_that_TikTok_gives_up_after_it_has_arrived_is_refused_with_its_reason(string transfer)
    {
        var actor = await sandbox.ConnectAsync();
        var probe = sandbox.Files.Demo(Reel).Probe;
        var broken = sandbox.Files.Put($"broken-{transfer}.mp4", new byte[60_000], probe);
        var options = $$"""{"mode":"direct","privacyLevel":"PUBLIC_TO_EVERYONE","transfer":"{{transfer}}"}""";

        var (answer, last, _) = await sandbox.RunAsync(sandbox.Work(actor, options, media: broken));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal((RefusalClass.Rejected, "status/file_format_check_failed"), (refused.Class, refused.Problem.Code));
        Assert.Contains("MP4", refused.Problem.NextStep);
        Assert.True(Assert.IsType<FindAnswer.Absent>(await sandbox.FindAsync(last)).Certain);
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel.AccountId));
    }

    [Fact]
    public async Task A_video_that_can_not_be_fetched_is_tried_again_from_the_start()
    {
        var actor = await sandbox.ConnectAsync();
        var film = sandbox.Files.Add("gone.mp4", Loopback.FileShelf.DemoBytes(Reel));
        sandbox.Files.Remove("gone.mp4");
        var options = """{"mode":"direct","privacyLevel":"PUBLIC_TO_EVERYONE","transfer":"url"}""";

        var (answer, _, _) = await sandbox.RunAsync(sandbox.Work(actor, options, media: film));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal((RefusalClass.Transient, "status/video_pull_failed"), (refused.Class, refused.Problem.Code));
        Assert.Null(refused.Cursor);
    }

    [Fact]
    public async Task An_address_that_is_not_verified_is_said_to_the_operator()
    {
        var actor = await sandbox.ConnectAsync(("verifiedPrefix", "https://media.example.org/"));
        var (answer, _, _) = await sandbox.RunAsync(
            sandbox.Work(actor, TikTokPosts.Public, media: sandbox.Files.Demo("rye-portrait.jpg"))
        );

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal((RefusalClass.Rejected, "url_ownership_unverified"), (refused.Class, refused.Problem.Code));
        Assert.Contains("developers.tiktok.com", refused.Problem.NextStep);
    }

    [Theory]
    [InlineData("tiktok.video.init")]
    [InlineData("tiktok.status.read")]
    public async Task A_dead_token_asks_for_a_new_connection(string operation)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(
            new
            {
                kind = "tokenDeath",
                operation,
                accountId = actor.Channel.AccountId,
            }
        );
        var work = sandbox.Work(actor, TikTokPosts.Public, media: sandbox.Files.Demo(Reel));

        var (answer, _, _) = await sandbox.RunAsync(work);

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal((RefusalClass.Reconnect, "access_token_invalid"), (refused.Class, refused.Problem.Code));
        Assert.DoesNotContain(actor.Token.Reveal(), refused.Problem.ToString());
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel.AccountId));
    }

    [Fact]
    public async Task A_missing_scope_is_found_by_the_rules_and_by_TikTok()
    {
        var actor = await sandbox.ConnectAsync();
        var token = await sandbox.MintAsync(actor.Channel.AccountId, "user.info.basic", "video.upload");
        var work = sandbox.Work(actor, TikTokPosts.Public, media: sandbox.Files.Demo(Reel)) with { AccessToken = token };
        var known = work with { Channel = work.Channel with { Scopes = ["user.info.basic", "video.upload"] } };

        var (answer, _, _) = await sandbox.RunAsync(work);

        Assert.Equal(RefusalClass.Reconnect, Assert.IsType<StepAnswer.Refused>(answer).Class);
        Assert.Contains(sandbox.Publisher.Check(known.Draft), finding => finding.Rule == "tiktok.scope");
    }

    [Fact]
    public async Task A_file_that_is_gone_from_the_library_is_refused()
    {
        var work = sandbox.Work(await sandbox.ConnectAsync(), TikTokPosts.Public, media: sandbox.Files.Demo(Reel)) with
        {
            Open = (_, _) => Task.FromResult<Stream?>(null),
        };

        var (answer, _, _) = await sandbox.RunAsync(work);

        Assert.Equal("atlas/media", Assert.IsType<StepAnswer.Refused>(answer).Problem.Code);
    }
}
