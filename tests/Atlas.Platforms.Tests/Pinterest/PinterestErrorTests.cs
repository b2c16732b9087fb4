using Atlas.Core.Platforms;
using Atlas.Platforms.Tests.Simulated;

namespace Atlas.Platforms.Tests.Pinterest;

/// <summary>Every documented answer that matters, from the simulated network to what a person reads.</summary>
public sealed class PinterestErrorTests(PinterestSandbox sandbox) : IClassFixture<PinterestSandbox>
{
    private const string Picture = "three-inks-square.jpg";

    [Theory]
    [InlineData(400, 1, RefusalClass.Rejected)]
    [InlineData(400, 235, RefusalClass.Transient)]
    [InlineData(401, 2, RefusalClass.Reconnect)]
    [InlineData(403, 29, RefusalClass.Rejected)]
    [InlineData(404, 40, RefusalClass.Rejected)]
    [InlineData(429, 8, RefusalClass.RateLimited)]
    [InlineData(409, 1, null)]
    [InlineData(500, 12, null)]
    [InlineData(503, 12, null)]
    public async Task A_pin_that_is_refused_says_so_only_when_that_is_sure(int status, int code, RefusalClass? expected)
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor, "pinterest.pin.create", status, code);

        var (answer, _) = await sandbox.RunAsync(sandbox.Pin(actor, "Fresh", Picture));

        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
        if (expected is null)
        {
            Assert.IsType<StepAnswer.Unknown>(answer);
            return;
        }

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal((expected.Value, $"{status}/{code}"), (refused.Class, refused.Problem.Code));
        Assert.Contains("Said the network", refused.Problem.Message);
        Assert.NotEmpty(refused.Problem.NextStep);
        Assert.NotNull(refused.Problem.Source);
        Assert.True(expected is not RefusalClass.RateLimited || refused.RetryAt > DateTimeOffset.UtcNow);
    }

    [Theory]
    [InlineData("pinterest.media.register", 500, 12, RefusalClass.Transient)]
    [InlineData("pinterest.media.register", 429, 8, RefusalClass.RateLimited)]
    [InlineData("pinterest.media.register", 401, 2, RefusalClass.Reconnect)]
    [InlineData("pinterest.media.register", 400, 1, RefusalClass.Rejected)]
    [InlineData("pinterest.media.read", 401, 2, RefusalClass.Reconnect)]
    public async Task A_video_that_is_not_taken_says_what_to_do(string operation, int status, int code, RefusalClass expected)
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor, operation, status, code, times: 3);

        var (answer, _) = await sandbox.RunAsync(sandbox.Pin(actor, "Fresh", "dough-reel.mp4"));

        Assert.Equal(expected, Assert.IsType<StepAnswer.Refused>(answer).Class);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("serverError")]
    public async Task An_upload_that_breaks_off_begins_anew(string fault)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(
            new
            {
                kind = fault,
                operation = "pinterest.media.upload",
                times = 1,
            }
        );
        var (answer, work) = await sandbox.RunAsync(sandbox.Pin(actor, "Fresh", "dough-reel.mp4"));
        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.Transient, refused.Class);

        var (again, _) = await sandbox.RunAsync(work with { Cursor = refused.Cursor });

        Assert.IsType<StepAnswer.Done>(again);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task A_video_that_Pinterest_cannot_process_is_uploaded_again_and_at_last_given_up()
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.Pin(actor, "Fresh", "dough-reel.mp4") with
        {
            Open = (_, _) => Task.FromResult<Stream?>(new MemoryStream(new byte[2_000])),
        };
        List<StepAnswer.Refused> answers = [];
        while (answers.Count < 3)
        {
            var (answer, stopped) = await sandbox.RunAsync(work);
            answers.Add(Assert.IsType<StepAnswer.Refused>(answer));
            work = stopped with { Cursor = answers[^1].Cursor };
        }

        Assert.All(answers, answer => Assert.Equal("media/failed", answer.Problem.Code));
        Assert.Equal(
            [RefusalClass.Transient, RefusalClass.Transient, RefusalClass.Rejected],
            answers.Select(answer => answer.Class)
        );
    }

    [Fact]
    public async Task A_throttled_call_waits_as_long_as_the_headers_say()
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(
            new
            {
                kind = "throttle",
                operation = "pinterest.pin.create",
                accountId = actor.Channel.AccountId,
                retryAfterSeconds = 300,
                times = 1,
            }
        );

        var (answer, _) = await sandbox.RunAsync(sandbox.Pin(actor, "Fresh", Picture));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.RateLimited, refused.Class);
        Assert.InRange(refused.RetryAt!.Value - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(280), TimeSpan.FromSeconds(301));
    }

    [Fact]
    public async Task A_dead_token_and_a_missing_permission_ask_for_a_person()
    {
        var actor = await sandbox.ConnectAsync();
        var limited = await sandbox.MintAsync(actor, "boards:read", "pins:read", "user_accounts:read");
        var work = sandbox.Pin(actor, "Fresh", Picture);
        var (missing, _) = await sandbox.RunAsync(work with { AccessToken = limited });
        await sandbox.EndTokensAsync(actor.Channel);
        var (dead, _) = await sandbox.RunAsync(work);

        Assert.Equal(RefusalClass.Reconnect, Assert.IsType<StepAnswer.Refused>(missing).Class);
        Assert.Equal(RefusalClass.Reconnect, Assert.IsType<StepAnswer.Refused>(dead).Class);
    }

    [Fact]
    public async Task A_picture_that_cannot_be_fetched_is_tried_again()
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.Pin(actor, "Fresh", Picture) with
        {
            FetchUrl = (_, _) => new ValueTask<Uri>(new Uri("http://127.0.0.1:9/gone.jpg")),
        };

        var (answer, _) = await sandbox.RunAsync(work);

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.Transient, refused.Class);
        Assert.Contains("could not fetch the picture", refused.Problem.Message);
    }

    [Fact]
    public async Task A_board_that_cannot_be_read_says_nothing_about_a_lost_pin()
    {
        var actor = await sandbox.ConnectAsync();
        await FaultAsync(actor, "pinterest.pins.list", 500, 12, times: 3);

        var found = await sandbox.Publisher.FindPublishedAsync(
            sandbox.Pin(actor, "Fresh", Picture),
            DateTimeOffset.UtcNow,
            CancellationToken.None
        );

        Assert.False(Assert.IsType<FindAnswer.Unreadable>(found).Ever);
    }

    private Task FaultAsync(SimulatedAccount actor, string operation, int status, int code, int times = 1) =>
        sandbox.FaultAsync(
            new
            {
                kind = "error",
                operation,
                accountId = actor.Channel.AccountId,
                code,
                httpStatus = status,
                message = "Said the network",
                times,
            }
        );
}
