using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;

namespace Atlas.Core.Tests.Publishing;

public sealed class AdvancePublicationTests
{
    private static readonly PlatformProblem s_problem = new("fake.1", "The network says no.", "Do something.", "manual");
    private readonly PublishingWorld _world = new();

    [Fact]
    public async Task A_post_is_prepared_ahead_and_only_the_visible_call_waits_for_its_instant()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(20));
        var due = (await _world.PublicationAsync(id)).DueAt!.Value;

        var first = await _world.RunOnceAsync(id);
        Assert.Equal(due - TimeSpan.FromMinutes(15), first!.WaitUntil);

        _world.Clock.Advance(TimeSpan.FromMinutes(5));
        var second = await _world.RunOnceAsync(id);
        Assert.Equal((due, nameof(PublicationState.Ready)), (second!.WaitUntil!.Value, second.State));
        Assert.Empty(_world.Network.Live);

        _world.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.True((await _world.RunOnceAsync(id))!.IsFinal);
        Assert.Equal(due, Assert.Single(_world.Network.Live).At);
    }

    [Fact]
    public async Task An_edit_throws_away_what_was_prepared_and_the_approval_with_it()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(10));
        await _world.RunOnceAsync(id);
        await _world.ReplaceAsync(id, p => p.Edit(p.Content with { Text = "changed" }, _world.Clock.GetUtcNow()));

        var refused = await _world.RunToEndAsync(id);
        Assert.Equal((PublicationState.Failed, "approval"), (refused.State, refused.Failure?.Class));

        await _world.ReplaceAsync(id, p => p.ScheduleAt(p.Schedule!, LatePolicy.Default, _world.Clock.GetUtcNow()));
        await _world.RunToEndAsync(id);
        Assert.Equal("changed", Assert.Single(_world.Network.Live).Text);
    }

    [Fact]
    public async Task A_cancelled_or_moved_publication_supersedes_the_orchestration_that_carried_it()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(10));
        var old = new AdvanceInput(_world.Workspace, id, (await _world.PublicationAsync(id)).Generation);
        await _world.ReplaceAsync(id, p => p.Cancel(_world.Clock.GetUtcNow()));
        _world.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.True((await _world.Worker().RunAsync(old, default)).IsFinal);
        Assert.Empty(_world.Network.Live);
    }

    [Theory]
    [InlineData(LateAction.Hold)]
    [InlineData(LateAction.Skip)]
    public async Task The_late_policy_makes_a_late_post_missed(LateAction action)
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero, new LatePolicy(action, TimeSpan.FromMinutes(10)));
        _world.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal(PublicationState.Missed, (await _world.RunToEndAsync(id)).State);
        Assert.Empty(_world.Network.Live);
    }

    [Fact]
    public async Task A_rate_limit_waits_until_the_time_the_network_names_and_uses_up_no_attempt()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        var until = _world.Clock.GetUtcNow().AddHours(2);
        _world.Network.Refusals.Enqueue(new StepAnswer.Refused(RefusalClass.RateLimited, s_problem, null, until));

        await _world.RunOnceAsync(id);
        var waiting = await _world.PublicationAsync(id);
        Assert.Equal((PublicationState.Waiting, 0), (waiting.State, waiting.Attempts));
        Assert.Equal((WaitReason.RateLimit, until), (waiting.Waiting!.Reason, waiting.Waiting.Until));

        var live = await _world.RunToEndAsync(id);
        Assert.True(live.PublishedAt >= until);
    }

    [Fact]
    public async Task A_dead_token_parks_the_post_and_its_channel_until_somebody_connects_again()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        _world.Network.Refusals.Enqueue(new StepAnswer.Refused(RefusalClass.Reconnect, s_problem, null));
        for (var i = 0; i < 5; i++)
        {
            var answer = await _world.RunOnceAsync(id);
            Assert.False(answer!.IsFinal);
            _world.Clock.Advance(answer.WaitUntil!.Value - _world.Clock.GetUtcNow());
        }

        var waiting = await _world.PublicationAsync(id);
        Assert.Equal((WaitReason.Reconnect, 0), (waiting.Waiting?.Reason, waiting.Attempts));
        Assert.Empty(_world.Network.Live);

        await _world.ReconnectAsync();
        Assert.Equal(PublicationState.Published, (await _world.RunToEndAsync(id)).State);
    }

    [Fact]
    public async Task Refusals_that_may_pass_are_tried_again_until_the_attempts_are_used_up()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        for (var i = 0; i < _world.Options.MaxAttempts; i++)
        {
            _world.Network.Refusals.Enqueue(new StepAnswer.Refused(RefusalClass.Transient, s_problem, null));
        }

        var end = await _world.RunToEndAsync(id);

        Assert.Equal((PublicationState.Failed, _world.Options.MaxAttempts), (end.State, end.Attempts));
        Assert.Equal(("transient", "fake.1", "Do something."), (end.Failure!.Class, end.Failure.Code, end.Failure.NextStep));
        Assert.Empty(_world.Network.Refusals);
    }

    [Fact]
    public async Task Content_that_breaks_a_rule_fails_before_any_call()
    {
        var id = await _world.ScheduleAsync("forbidden", TimeSpan.Zero);

        var end = await _world.RunToEndAsync(id);

        Assert.Equal(("rejected", "fake.text"), (end.Failure?.Class, end.Failure?.Code));
    }

    [Fact]
    public async Task A_lost_answer_to_a_call_that_did_nothing_is_tried_again_only_after_the_settling_time()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        var calls = 0;
        _world.AtBoundary = name => name == "publish before" && calls++ == 0 ? new Interruption.Fault() : null;
        var start = _world.Clock.GetUtcNow();

        var end = await _world.RunToEndAsync(id);

        Assert.Equal((PublicationState.Published, 1, 0), (end.State, end.LostAnswers, end.Attempts));
        Assert.True(Assert.Single(_world.Network.Live).At - start >= _world.Options.SettleTime);
        Assert.Contains(end.Timeline, entry => entry.Event == "notPublished");
    }

    [Fact]
    public async Task A_publish_that_was_too_early_for_the_network_goes_back_to_polling()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        var early = true;
        _world.Network.Instead = step =>
            step == "publish" && early
                ? new StepAnswer.Wait(TimeSpan.FromSeconds(3), "c1", "The container is not ready yet.")
                : null;

        await _world.RunOnceAsync(id);
        var waiting = await _world.PublicationAsync(id);
        Assert.Equal((PublicationState.Preparing, WaitReason.Processing), (waiting.State, waiting.Waiting?.Reason));
        Assert.Null(waiting.Intent);

        early = false;
        Assert.Equal(PublicationState.Published, (await _world.RunToEndAsync(id)).State);
        Assert.Single(_world.Network.Live);
    }

    [Fact]
    public async Task A_poll_that_finds_the_container_published_is_settled_by_a_look_and_not_by_a_second_publish()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        _world.AtBoundary = name => name == "publish after" ? new Interruption.Fault() : null;
        await _world.RunOnceAsync(id);
        _world.AtBoundary = null;
        Assert.Single(_world.Network.Live);

        // An earlier look gave the call up, although it had taken effect: only the next poll shows it.
        await _world.ReplaceAsync(
            id,
            p => p with { State = PublicationState.Scheduled, Intent = null, Waiting = null, Cursor = "c1" }
        );
        var problem = new PlatformProblem("fake.published", "The container says that it is published.", "", null);
        _world.Network.Instead = step => step == "poll" ? new StepAnswer.Unknown(problem) : null;

        var end = await _world.RunToEndAsync(id);

        Assert.Equal((PublicationState.Published, Assert.Single(_world.Network.Live).Id), (end.State, end.PlatformPostId));
    }

    [Fact]
    public async Task What_was_prepared_and_has_expired_is_prepared_again_once()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(10));
        await _world.RunOnceAsync(id);
        await _world.ReplaceAsync(
            id,
            p =>
                p.ScheduleAt(
                    WallClock.At(_world.Clock.GetUtcNow().AddDays(3), "Europe/Berlin"),
                    LatePolicy.Default,
                    _world.Clock.GetUtcNow()
                )
        );
        _world.Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMinutes(5));
        var (containers, polls) = (0, 0);
        _world.Network.Instead = step =>
        {
            containers += step == "container" ? 1 : 0;
            return step == "poll" && polls++ < 3 ? new StepAnswer.Wait(TimeSpan.FromSeconds(3), "c2", "Still working.") : null;
        };

        Assert.Equal(PublicationState.Published, (await _world.RunToEndAsync(id)).State);
        Assert.Equal(1, containers);
    }

    [Theory]
    [InlineData(LateAction.Hold)]
    [InlineData(LateAction.Skip)]
    public async Task A_post_that_is_taken_up_just_after_its_instant_is_not_late(LateAction action)
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero, new LatePolicy(action, TimeSpan.Zero));
        _world.Clock.Advance(TimeSpan.FromMilliseconds(40));

        Assert.Equal(PublicationState.Published, (await _world.RunToEndAsync(id)).State);
    }

    [Fact]
    public async Task Two_posts_with_the_same_text_are_two_posts()
    {
        _world.LosesAnswer = () => true;
        var first = await _world.ScheduleAsync("same", TimeSpan.Zero);
        var second = await _world.ScheduleAsync("same", TimeSpan.FromSeconds(30));

        var (a, b) = (await _world.RunToEndAsync(first), await _world.RunToEndAsync(second));

        Assert.Equal(2, _world.Network.Live.Count);
        Assert.NotEqual(a.PlatformPostId, b.PlatformPostId);
    }

    [Fact]
    public async Task A_preparation_that_outlasts_the_late_policy_publishes_nothing()
    {
        var world = new PublishingWorld();
        var id = await world.ScheduleAsync("hello", TimeSpan.Zero, new LatePolicy(LateAction.Skip, TimeSpan.FromMinutes(2)));
        world.AtBoundary = name =>
        {
            if (name == "container after")
            {
                world.Clock.Advance(TimeSpan.FromMinutes(3));
            }

            return null;
        };

        var end = await world.RunToEndAsync(id);

        Assert.Equal(PublicationState.Missed, end.State);
        Assert.Empty(world.Network.Live);
    }

    [Theory]
    [InlineData(RefusalClass.RateLimited)]
    [InlineData(RefusalClass.Transient)]
    public async Task A_refusal_that_waits_longer_than_the_late_policy_is_missed_at_its_moment(RefusalClass refusal)
    {
        var problem = new PlatformProblem("fake", "Come back tomorrow.", "", null);
        var id = await _world.ScheduleAsync(
            "hello",
            TimeSpan.Zero,
            new Core.Scheduling.LatePolicy(Core.Scheduling.LateAction.Skip, TimeSpan.FromMinutes(10))
        );
        var due = _world.Clock.GetUtcNow();
        _world.Network.Refusals.Enqueue(new StepAnswer.Refused(refusal, problem, null, due.AddDays(1)));

        var missed = await _world.RunToEndAsync(id);

        Assert.Equal(PublicationState.Missed, missed.State);
        Assert.InRange(_world.Clock.GetUtcNow() - due, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    public async Task A_network_that_refuses_and_says_at_once_gets_a_moment(int retryIn)
    {
        var problem = new PlatformProblem("fake", "Not now.", "", null);
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero, firstComment: "first");
        _world.Network.Instead = _ => new StepAnswer.Refused(
            RefusalClass.RateLimited,
            problem,
            null,
            _world.Clock.GetUtcNow().AddSeconds(retryIn)
        );

        var answer = await _world.RunOnceAsync(id);

        Assert.Equal(_world.Clock.GetUtcNow().AddSeconds(5), answer!.WaitUntil);
        var step = new ChildStep
        {
            PublicationId = id,
            WorkspaceId = _world.Workspace,
            Name = ChildStep.FirstComment,
            State = ChildStepState.Pending,
        };
        var now = _world.Clock.GetUtcNow();
        var refused = new StepAnswer.Refused(RefusalClass.Transient, problem, null, now.AddSeconds(retryIn));
        Assert.Equal(now.AddSeconds(5), step.Apply(refused, now, _world.Options).NotBefore);
    }
}
