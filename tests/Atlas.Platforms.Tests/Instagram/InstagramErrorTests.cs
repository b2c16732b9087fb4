using System.Text.Json;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Testing;

namespace Atlas.Platforms.Tests.Instagram;

public sealed class InstagramErrorTests
{
    private const string Finished = """{"status_code":"FINISHED","id":"11"}""";

    /// <summary>What each kind of error is while nobody can see anything yet.</summary>
    [Theory]
    [InlineData(1, 0, 500, RefusalClass.Transient)]
    [InlineData(2, 0, 500, RefusalClass.Transient)]
    [InlineData(2, 0, 400, RefusalClass.Transient)]
    [InlineData(-1, 2207001, 400, RefusalClass.Transient)]
    [InlineData(-2, 2207003, 400, RefusalClass.Transient)]
    [InlineData(9004, 2207052, 400, RefusalClass.Transient)]
    [InlineData(100, 33, 400, RefusalClass.Transient)]
    [InlineData(24, 2207006, 400, RefusalClass.Transient)]
    [InlineData(4, 0, 400, RefusalClass.RateLimited)]
    [InlineData(17, 0, 400, RefusalClass.RateLimited)]
    [InlineData(32, 0, 403, RefusalClass.RateLimited)]
    [InlineData(613, 0, 400, RefusalClass.RateLimited)]
    [InlineData(80002, 0, 400, RefusalClass.RateLimited)]
    [InlineData(368, 0, 400, RefusalClass.RateLimited)]
    [InlineData(190, 463, 400, RefusalClass.Reconnect)]
    [InlineData(190, 99999, 401, RefusalClass.Reconnect)]
    [InlineData(102, 0, 400, RefusalClass.Reconnect)]
    [InlineData(10, 0, 403, RefusalClass.Reconnect)]
    [InlineData(200, 0, 403, RefusalClass.Reconnect)]
    [InlineData(294, 0, 400, RefusalClass.Reconnect)]
    [InlineData(25, 2207050, 400, RefusalClass.Reconnect)]
    [InlineData(36000, 2207004, 400, RefusalClass.Rejected)]
    [InlineData(36001, 2207005, 400, RefusalClass.Rejected)]
    [InlineData(36003, 2207009, 400, RefusalClass.Rejected)]
    [InlineData(36004, 2207010, 400, RefusalClass.Rejected)]
    [InlineData(352, 2207026, 400, RefusalClass.Rejected)]
    [InlineData(100, 2207028, 400, RefusalClass.Rejected)]
    [InlineData(1, 2207057, 400, RefusalClass.Rejected)]
    [InlineData(100, 0, 400, RefusalClass.Rejected)]
    [InlineData(3, 0, 400, RefusalClass.Rejected)]
    [InlineData(4, 2207051, 400, RefusalClass.Rejected)]
    [InlineData(987654, 0, 400, RefusalClass.Rejected)]
    public async Task A_container_that_is_refused_says_what_to_do(int code, int subcode, int status, RefusalClass expected)
    {
        var network = new ScriptedInstagram().OnError("POST /media", code, subcode, status);

        var answer = await new PublisherUnderTest(network).StepAsync(ImageWork());

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(expected, refused.Class);
        Assert.Equal(subcode == 0 ? $"{code}" : $"{code}/{subcode}", refused.Problem.Code);
        Assert.NotEmpty(refused.Problem.Message);
        Assert.NotEmpty(refused.Problem.NextStep);
        Assert.NotNull(refused.Problem.Source);
        Assert.Equal(
            expected is RefusalClass.RateLimited,
            refused.RetryAt > FakeClock.DefaultStart && expected is not RefusalClass.Transient
        );
        Assert.Equal("Atrace", answer.Call?.RequestId);
    }

    /// <summary>The same errors at the call that followers see: what may have happened is never a refusal.</summary>
    [Theory]
    [InlineData(1, 0, 400, null)]
    [InlineData(2, 0, 400, null)]
    [InlineData(2, 0, 500, null)]
    [InlineData(-1, 2207001, 400, null)]
    [InlineData(-1, 2207032, 400, null)]
    [InlineData(4, 2207051, 400, null)]
    [InlineData(506, 0, 400, null)]
    [InlineData(987654, 0, 400, null)]
    [InlineData(190, 463, 500, null)]
    [InlineData(4, 0, 400, RefusalClass.RateLimited)]
    [InlineData(80002, 0, 400, RefusalClass.RateLimited)]
    [InlineData(190, 460, 400, RefusalClass.Reconnect)]
    [InlineData(10, 0, 403, RefusalClass.Reconnect)]
    [InlineData(25, 2207050, 400, RefusalClass.Reconnect)]
    [InlineData(36004, 2207010, 400, RefusalClass.Rejected)]
    public async Task A_publish_call_is_refused_only_when_nothing_can_have_happened(
        int code,
        int subcode,
        int status,
        RefusalClass? expected
    )
    {
        var network = Prepared().OnError("POST /media_publish", code, subcode, status);

        var (answer, _, _) = await new PublisherUnderTest(network).RunAsync(ImageWork());

        if (expected is null)
        {
            Assert.IsType<StepAnswer.Unknown>(answer);
        }
        else
        {
            Assert.Equal(expected, Assert.IsType<StepAnswer.Refused>(answer).Class);
        }

        Assert.True(network.IsPlayedOut);
    }

    [Theory]
    [InlineData("{}", 200)]
    [InlineData("not json", 200)]
    [InlineData("""{"id":"../../me"}""", 200)]
    [InlineData("<html>bad gateway</html>", 502)]
    [InlineData("<html>who knows</html>", 400)]
    public async Task An_answer_to_publish_that_cannot_be_read_is_unknown(string body, int status)
    {
        var (answer, _, _) = await new PublisherUnderTest(Prepared().On("POST /media_publish", body, status)).RunAsync(
            ImageWork()
        );

        Assert.IsType<StepAnswer.Unknown>(answer);
    }

    [Fact]
    public async Task A_cut_connection_is_unknown_at_publish_and_harmless_before()
    {
        var before = await new PublisherUnderTest(new ScriptedInstagram().OnLost("POST /media")).StepAsync(ImageWork());
        var (at, _, _) = await new PublisherUnderTest(Prepared().OnLost("POST /media_publish")).RunAsync(ImageWork());

        Assert.Equal(RefusalClass.Transient, Assert.IsType<StepAnswer.Refused>(before).Class);
        Assert.IsType<StepAnswer.Unknown>(at);
    }

    [Fact]
    public async Task A_publish_that_never_got_a_connection_is_no_unknown()
    {
        var network = Prepared()
            .On("POST /media_publish", (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"));

        var (answer, _, _) = await new PublisherUnderTest(network).RunAsync(ImageWork());

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.Transient, refused.Class);
        Assert.Contains("\"11\"", refused.Cursor); // the container can still be published
    }

    [Fact]
    public async Task A_publish_that_takes_too_long_or_is_cancelled_is_unknown_and_does_not_throw()
    {
        using var cancellation = new CancellationTokenSource();
        var silent = async (HttpRequestMessage _, CancellationToken token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return new HttpResponseMessage();
        };
        var slow = new PublisherUnderTest(Prepared().On("POST /media_publish", silent));
        var cancelled = new PublisherUnderTest(Prepared().On("POST /media_publish", silent));
        var (_, slowWork, _) = await slow.RunAsync(ImageWork(), until: "publish");
        var (_, cancelledWork, _) = await cancelled.RunAsync(ImageWork(), until: "publish");

        var slowStep = slow.StepAsync(slowWork);
        slow.Clock.Advance(TimeSpan.FromSeconds(30));
        var cancelledStep = cancelled.Publisher.AdvanceAsync(
            cancelledWork,
            cancelled.Publisher.NextStep(cancelledWork),
            cancellation.Token
        );
        await cancellation.CancelAsync();

        Assert.Equal("atlas/no-answer", Assert.IsType<StepAnswer.Unknown>(await slowStep).Problem.Code);
        Assert.IsType<StepAnswer.Unknown>(await cancelledStep);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            slow.Publisher.AdvanceAsync(slowWork, slow.Publisher.NextStep(slowWork), cancellation.Token)
        ); // nothing was sent
    }

    [Fact]
    public async Task Not_ready_at_publish_goes_back_to_looking()
    {
        var network = Prepared()
            .OnError("POST /media_publish", 9007, 2207027)
            .On("GET /11", Finished)
            .On("POST /media_publish", """{"id":"30"}""");

        var (answer, _, steps) = await new PublisherUnderTest(network).RunAsync(ImageWork());

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(["container", "poll", "publish", "poll", "publish"], steps);
    }

    /// <summary>An earlier publish whose answer was lost makes the container unusable too: only its state tells.</summary>
    [Theory]
    [InlineData("EXPIRED", true)]
    [InlineData("ERROR", true)]
    [InlineData("PUBLISHED", false)]
    [InlineData("SOMETHING_NEW", false)]
    public async Task A_container_that_publish_no_longer_takes_is_made_again_only_if_it_is_not_live(string state, bool again)
    {
        var network = Prepared()
            .OnError("POST /media_publish", 24, 2207006)
            .On("GET /11", $$"""{"status_code":"{{state}}","id":"11"}""");

        var (answer, work, _) = await new PublisherUnderTest(network).RunAsync(ImageWork());

        if (again)
        {
            var refused = Assert.IsType<StepAnswer.Refused>(answer);
            Assert.Equal(RefusalClass.Transient, refused.Class);
            Assert.Equal(
                "container",
                new PublisherUnderTest(network).Publisher.NextStep(work with { Cursor = refused.Cursor }).Name
            );
        }
        else
        {
            Assert.IsType<StepAnswer.Unknown>(answer);
        }
    }

    [Fact]
    public async Task A_failed_container_is_made_again_twice_and_then_rejected()
    {
        const string Failed =
            """{"status_code":"ERROR","status":"Error: Media upload has failed with error code 2207082","id":"11"}""";
        var network = new ScriptedInstagram();
        var under = new PublisherUnderTest(network);
        var work = ImageWork();
        List<RefusalClass> classes = [];
        for (var i = 0; i < 3; i++)
        {
            network.On("POST /media", """{"id":"11"}""").On("GET /11", Failed);
            var (answer, after, _) = await under.RunAsync(work);
            var refused = Assert.IsType<StepAnswer.Refused>(answer);
            Assert.Equal("container/2207082", refused.Problem.Code);
            classes.Add(refused.Class);
            work = after with { Cursor = refused.Cursor };
        }

        Assert.Equal([RefusalClass.Transient, RefusalClass.Transient, RefusalClass.Rejected], classes);
        Assert.Null(work.Cursor);
    }

    [Fact]
    public async Task A_container_that_never_finishes_is_given_up_after_its_bound()
    {
        var network = new ScriptedInstagram().On("POST /media", """{"id":"11"}""");
        for (var i = 0; i < 100; i++)
        {
            network.On("GET /11", """{"status_code":"IN_PROGRESS","id":"11"}""");
        }

        var under = new PublisherUnderTest(network);
        var (answer, _, _) = await under.RunAsync(ImageWork());

        Assert.Equal("container/timeout", Assert.IsType<StepAnswer.Refused>(answer).Problem.Code);
        Assert.InRange(under.Clock.Now - FakeClock.DefaultStart, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5.1));
    }

    [Fact]
    public async Task A_limit_opens_when_the_headers_say()
    {
        var network = new ScriptedInstagram().On(
            "POST /media",
            """{"error":{"message":"m","type":"OAuthException","code":80002}}""",
            400,
            (
                "X-Business-Use-Case-Usage",
                """{"17841400000000001":[{"type":"instagram","call_count":100,"total_cputime":3,"total_time":5,"estimated_time_to_regain_access":17}]}"""
            ),
            ("X-App-Usage", """{"call_count":28,"total_time":25,"total_cputime":25}""")
        );

        var refused = Assert.IsType<StepAnswer.Refused>(await new PublisherUnderTest(network).StepAsync(ImageWork()));

        Assert.Equal(FakeClock.DefaultStart.AddMinutes(17), refused.RetryAt);
        Assert.Equal("100 % used, open again in 17 min", refused.Call?.Usage);
    }

    [Theory]
    [InlineData("""{"data":[{"quota_usage":50,"config":{"quota_total":50,"quota_duration":86400}}]}""", 60)]
    [InlineData("""{"data":[{"quota_usage":49,"config":{"quota_total":50,"quota_duration":86400}}]}""", 5)]
    [InlineData("""{"data":[]}""", 60)]
    public async Task A_full_quota_waits_and_keeps_the_container(string limit, int minutes)
    {
        var network = Prepared().OnError("POST /media_publish", 9, 2207042).On("GET /content_publishing_limit", limit);

        var (answer, _, _) = await new PublisherUnderTest(network).RunAsync(ImageWork());

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.RateLimited, refused.Class);
        Assert.Equal(FakeClock.DefaultStart.AddMinutes(minutes), refused.RetryAt);
        Assert.Contains("\"11\"", refused.Cursor);
    }

    [Fact]
    public async Task Metas_own_words_are_shown_and_the_token_is_not()
    {
        var network = new ScriptedInstagram().OnError(
            "POST /media",
            36003,
            2207009,
            more: ""","error_user_msg":"Das Bild ist zu breit."  """
        );

        var answer = await new PublisherUnderTest(network).StepAsync(ImageWork());

        Assert.Contains("Das Bild ist zu breit.", Assert.IsType<StepAnswer.Refused>(answer).Problem.Message);
        Assert.DoesNotContain(Posts.Token, answer.ToString());
    }

    [Fact]
    public async Task Reads_are_tried_again_and_writes_never()
    {
        var network = new ScriptedInstagram()
            .On("POST /media", """{"id":"11"}""")
            .On("GET /11", "bad gateway", 502)
            .OnLost("GET /11")
            .On("GET /11", Finished);
        var under = new PublisherUnderTest(network);
        var work = ImageWork();
        work = work with { Cursor = Assert.IsType<StepAnswer.Continue>(await under.StepAsync(work)).Cursor };

        var poll = under.StepAsync(work);
        while (!poll.IsCompleted)
        {
            under.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.IsType<StepAnswer.Ready>(await poll);
        Assert.True(network.IsPlayedOut);
    }

    [Fact]
    public async Task A_secret_makes_a_proof_in_bodies_and_queries()
    {
        var network = new ScriptedInstagram().On("POST /media", """{"id":"11"}""").On("GET /11", Finished);
        var under = new PublisherUnderTest(network, options => options.AppSecret = new Core.Channels.Secret("sim_app_secret_1"));

        await under.RunAsync(ImageWork() with { AccessToken = new Core.Channels.Secret("EAAsimtoken1") }, until: "publish");

        Assert.All(
            network.Calls,
            call => Assert.Equal("22e08c6ce7ef705721895ff77883ae0f9c42ea4cbcf6db40234a460a3647df2c", call.Form["appsecret_proof"])
        );
        Assert.Empty(network.Calls[0].Url.Query);
    }

    private static ScriptedInstagram Prepared() =>
        new ScriptedInstagram().On("POST /media", """{"id":"11"}""").On("GET /11", Finished);

    private static PublishWork ImageWork()
    {
        var image = Posts.Image();
        return Posts.Work(Posts.Content(PostType.Post, [image]), [image]);
    }
}
