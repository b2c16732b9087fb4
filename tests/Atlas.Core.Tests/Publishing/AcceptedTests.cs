using Atlas.Core.Idempotency;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Tests.Publishing;

/// <summary>Networks that take a post and make it live by themselves: nothing is lost, and nothing may be sent again.</summary>
public sealed class AcceptedTests
{
    private readonly PublishingWorld _world = new();

    [Fact]
    public async Task A_post_that_the_network_processes_is_shown_as_accepted_and_counts_no_lost_answer()
    {
        _world.Network.Processing = TimeSpan.FromMinutes(7);
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        await _world.RunOnceAsync(id);

        var accepted = await _world.PublicationAsync(id);
        Assert.Equal((PublicationState.Publishing, WaitReason.Processing), (accepted.State, accepted.Waiting?.Reason));
        Assert.Equal(PublicationGroup.Open, accepted.State.Group());
        Assert.False(accepted.State.IsEditable());
        Assert.NotNull(accepted.Intent);
        Assert.Null(accepted.Lease);
        var sent = _world.Network.Calls;

        var live = await _world.RunToEndAsync(id);

        Assert.Equal(PublicationState.Published, live.State);
        Assert.Equal(live.PlatformPostId, Assert.Single(_world.Network.Live).Id);
        Assert.Equal(sent, _world.Network.Calls);
        Assert.Equal(0, _world.Meter.LostAnswers);
        Assert.Equal(["scheduled", "claimed", "accepted", "published"], live.Timeline.Select(entry => entry.Event));
    }

    [Fact]
    public async Task A_look_that_breaks_off_takes_nothing_of_it_back()
    {
        _world.Network.Processing = TimeSpan.FromMinutes(7);
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        await _world.RunOnceAsync(id);
        var before = await _world.CurrentAsync(id);
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        _world.AtBoundary = name => name == "find" ? new Interruption.Fault() : null;

        await _world.RunOnceAsync(id);
        _world.AtBoundary = null;

        Assert.Equal(before.ETag, (await _world.CurrentAsync(id)).ETag);
        Assert.Equal(PublicationState.Published, (await _world.RunToEndAsync(id)).State);
    }

    /// <summary>However long that takes: the network has said that there will be a post of it.</summary>
    [Fact]
    public async Task The_post_of_what_was_accepted_is_not_taken_for_another_that_looks_the_same()
    {
        _world.Network.Processing = TimeSpan.FromMinutes(1);
        var accepted = await _world.ScheduleAsync("same", TimeSpan.Zero);
        await _world.RunOnceAsync(accepted);
        _world.Network.Processing = null;
        var unsent = await _world.ScheduleAsync("same", TimeSpan.Zero);
        _world.AtBoundary = name => name == "publish before" ? new Interruption.Fault() : null;
        await _world.RunOnceAsync(unsent);
        _world.AtBoundary = null;
        _world.Clock.Advance(TimeSpan.FromMinutes(30));
        var shown = new FindAnswer.Found([new FoundPost("m1", "https://fake/m1", _world.Clock.GetUtcNow(), "the same text")]);
        _world.Network.LooksLike = () => shown;

        await _world.RunOnceAsync(unsent);

        Assert.Null((await _world.PublicationAsync(unsent)).PlatformPostId);
        Assert.Equal("m1", (await _world.RunToEndAsync(accepted)).PlatformPostId);
        _world.Network.LooksLike = () => null;
        Assert.Equal("m2", (await _world.RunToEndAsync(unsent)).PlatformPostId);
        Assert.Equal(2, _world.Network.Live.Count);
    }

    [Fact]
    public async Task An_answer_that_was_lost_turns_out_to_be_an_acceptance()
    {
        _world.Network.Processing = TimeSpan.FromMinutes(7);
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        var calls = 0;
        _world.AtBoundary = name => name == "watch before" && calls++ == 0 ? new Interruption.Crash() : null;
        await _world.RunOnceAsync(id);
        _world.AtBoundary = null;
        _world.Clock.Advance(_world.Options.LeaseDuration);

        await _world.RunOnceAsync(id);

        var accepted = await _world.PublicationAsync(id);
        Assert.Equal((PublicationState.Publishing, WaitReason.Processing), (accepted.State, accepted.Waiting?.Reason));
        Assert.Equal(1, _world.Meter.LostAnswers);
        Assert.Equal(PublicationState.Published, (await _world.RunToEndAsync(id)).State);
        Assert.Single(_world.Network.Live);
    }

    [Fact]
    public async Task A_crash_at_any_one_boundary_of_an_accepted_post_publishes_exactly_once()
    {
        for (var at = 0; ; at++)
        {
            var world = new PublishingWorld();
            world.Network.Processing = TimeSpan.FromMinutes(3);
            var id = await world.ScheduleAsync("hello", TimeSpan.Zero);
            var (passed, boundary) = (0, at);
            world.AtBoundary = _ => passed++ == boundary ? new Interruption.Crash() : null;

            var end = await world.RunToEndAsync(id);

            Assert.Equal(PublicationState.Published, end.State);
            Assert.Equal(end.PlatformPostId, Assert.Single(world.Network.Live).Id);
            if (passed <= at)
            {
                Assert.True(at > 12, $"Only {at} boundaries were met.");
                return;
            }
        }
    }

    [Theory]
    [InlineData(ResolveOutcome.Published, PublicationState.Published)]
    [InlineData(ResolveOutcome.NotPublished, PublicationState.Failed)]
    public async Task What_was_accepted_and_can_never_be_read_is_a_persons_to_resolve(
        ResolveOutcome outcome,
        PublicationState state
    )
    {
        _world.Network.Processing = TimeSpan.FromMinutes(7);
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        await _world.RunOnceAsync(id);
        Assert.True((await _world.PublicationAsync(id)).IsAccepted);
        _world.Network.Readable = false;

        var asks = await _world.RunToEndAsync(id);
        Assert.Equal((PublicationState.Unknown, WaitReason.Decision), (asks.State, asks.Waiting?.Reason));
        var answer = await Decisions()
            .ResolveAsync(
                new Caller(_world.Workspace, "key", "UTC", [], new Atlas.Core.Channels.Secret("credential")),
                id,
                new ResolvePublicationRequest(outcome, "m1", Permalink: null),
                idempotencyKey: null,
                ifMatch: null,
                new Unheard(),
                default
            );

        Assert.Null(answer.Problem);
        Assert.Equal(state, (await _world.PublicationAsync(id)).State);
    }

    [Fact]
    public async Task A_person_can_not_move_what_the_network_has()
    {
        _world.Network.Processing = TimeSpan.FromMinutes(7);
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        await _world.RunOnceAsync(id);

        await _world.ReplaceAsync(
            id,
            publication => publication.CallOff(_world.Clock.GetUtcNow(), "The channel was disconnected.")
        );

        Assert.Equal(PublicationState.Published, (await _world.RunToEndAsync(id)).State);
        Assert.Single(_world.Network.Live);
    }

    private DecidePublication Decisions() =>
        new(
            _world.Rows,
            new CommandLedger(_world.Rows, new DueIndex(_world.Rows), _world.Outbox, _world.Clock),
            new PublicationStore(_world.Rows),
            inspection: null!, // a resolution inspects nothing
            _world.Publishers,
            new PublicationNudge(
                _world.Publishers,
                Options.Create(_world.Options),
                _world.Clock,
                NullLogger<PublicationNudge>.Instance
            ),
            new PublicationMoves(_world.Meter, NullLogger<PublicationMoves>.Instance),
            _world.Clock
        );

    private sealed class Unheard : IPublicationStarter
    {
        public Task StartAsync(Publication publication, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WakeAsync(Publication publication, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
