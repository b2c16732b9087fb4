using Atlas.Core.Alerts;
using Atlas.Core.Messaging;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;

namespace Atlas.Core.Tests.Publishing;

/// <summary>What becomes of a change to a live post whose attempts end without a sure answer.</summary>
public sealed class LiveChangeTests
{
    private static readonly StepAnswer s_lost = new StepAnswer.Unknown(new PlatformProblem("lost", "No answer came.", "", null));
    private static readonly StepAnswer s_rejected = new StepAnswer.Refused(
        RefusalClass.Rejected,
        new PlatformProblem("fake.no", "The network refuses the change.", "Change it in the app.", null),
        Cursor: null
    );

    private readonly PublishingWorld _world = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_change_that_was_lost_and_then_refused_is_settled_by_what_is_there(bool tookEffect)
    {
        var id = await LiveAsync();
        _world.Network.Changes.Enqueue((tookEffect, s_lost));
        _world.Network.Changes.Enqueue((false, s_rejected));

        var publication = await ChangeAsync(id, new PostContent { Text = "after" });

        Assert.Equal(1, _world.Network.Looks);
        Assert.Equal(tookEffect ? "after" : "before", publication.Content.Text);
        Assert.Equal(publication.Content.Text, Assert.Single(_world.Network.Live).Text);
        Assert.Equal(ContentHash.Of(publication.Content), publication.ContentHash);
        var step = await StepAsync(id);
        Assert.Equal(tookEffect ? ChildStepState.Done : ChildStepState.Failed, step.State);
        Assert.Equal(tookEffect, step.Failure is null);
        Assert.Equal(tookEffect ? "changed" : "changeRefused", publication.Timeline[^1].Event);
        Assert.Equal(tookEffect ? 0 : 1, (await AlertsAsync()).Count);
    }

    [Theory]
    [InlineData(true, PublicationState.Removed, "removed")]
    [InlineData(false, PublicationState.Published, "changeRefused")]
    public async Task A_removal_whose_every_answer_was_lost_is_settled_by_what_is_there(
        bool tookEffect,
        PublicationState state,
        string said
    )
    {
        var id = await LiveAsync();
        for (var i = 0; i < _world.Options.MaxAttempts; i++)
        {
            _world.Network.Changes.Enqueue((tookEffect, s_lost));
        }

        var publication = await ChangeAsync(id, content: null);

        Assert.Equal((state, said), (publication.State, publication.Timeline[^1].Event));
        Assert.Equal(tookEffect, _world.Network.Live.Count == 0);
    }

    /// <summary>A call that was cut off may still take effect at the network: what is there a moment later proves nothing.</summary>
    [Fact]
    public async Task A_late_effect_is_waited_for_before_the_look()
    {
        var id = await LiveAsync();
        _world.Network.Changes.Enqueue((false, s_lost));
        _world.Network.Changes.Enqueue((false, s_rejected));
        var refusedAt = DateTimeOffset.MaxValue;
        _world.Network.Look = () =>
        {
            Assert.True(_world.Clock.GetUtcNow() >= refusedAt + _world.Options.SettleTime);
            return null;
        };
        await AskAsync(id, new PostContent { Text = "after" });
        while ((await StepAsync(id)).State != ChildStepState.Unknown)
        {
            await RunAsync(id);
            refusedAt = _world.Clock.GetUtcNow();
        }

        _world.Network.Live[0] = _world.Network.Live[0] with { Text = "after" };
        var publication = await _world.RunToEndAsync(id);

        Assert.Equal("after", publication.Content.Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_can_not_be_read_is_said_to_be_unclear(bool ever)
    {
        var id = await LiveAsync();
        _world.Network.Changes.Enqueue((true, s_lost));
        _world.Network.Changes.Enqueue((false, s_rejected));
        _world.Network.Look = () => new LiveAnswer.Unreadable("It shows nothing.", ever);
        var start = _world.Clock.GetUtcNow();

        var publication = await ChangeAsync(id, new PostContent { Text = "after" });

        Assert.Equal("changeUnclear", publication.Timeline[^1].Event);
        Assert.Contains("It shows nothing.", publication.Timeline[^1].Detail, StringComparison.Ordinal);
        Assert.Equal("before", publication.Content.Text);
        var alert = Assert.Single(await AlertsAsync());
        Assert.Equal(AlertKind.FollowUp, alert.Kind);
        Assert.Contains("It shows nothing.", alert.Message, StringComparison.Ordinal);
        Assert.Equal(ever, _world.Clock.GetUtcNow() - start < TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task A_change_that_was_refused_at_once_needs_no_look()
    {
        var id = await LiveAsync();
        _world.Network.Changes.Enqueue((false, s_rejected));

        var publication = await ChangeAsync(id, new PostContent { Text = "after" });

        Assert.Equal("changeRefused", publication.Timeline[^1].Event);
        Assert.Equal(0, _world.Network.Looks);
    }

    [Fact]
    public async Task A_first_comment_that_fails_is_told_in_the_batch_that_settles_it()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero, firstComment: "first");
        Assert.True((await _world.RunOnceAsync(id))!.HasChildSteps);
        _world.Network.CommentAnswer = s_rejected;

        await _world.RunToEndAsync(id);

        Assert.Equal(ChildStepState.Failed, (await StepAsync(id)).State);
        var alert = Assert.Single(await AlertsAsync());
        Assert.Equal((AlertKind.FollowUp, id), (alert.Kind, alert.PublicationId));
        Assert.Contains("The network refuses the change.", alert.Message, StringComparison.Ordinal);
        Assert.Equal([new WorkItem.DeliverAlert(alert.Id)], _world.Messages.Work);
    }

    private async Task<List<Alert>> AlertsAsync()
    {
        var page = await _world.Rows.ReadRangeAsync(
            WorkspaceKeys.Partition(_world.Workspace),
            RowRange.StartingWith(WorkspaceKeys.Alerts),
            100,
            default
        );
        return [.. page.Rows.Select(row => row.As(StoredJson.Default.Alert).Value)];
    }

    private async Task<Id<Publication>> LiveAsync()
    {
        var id = await _world.ScheduleAsync("before", TimeSpan.Zero);
        await _world.RunToEndAsync(id);
        return id;
    }

    private async Task<Publication> ChangeAsync(Id<Publication> id, PostContent? content)
    {
        await AskAsync(id, content);
        return await _world.RunToEndAsync(id);
    }

    private async Task AskAsync(Id<Publication> id, PostContent? content)
    {
        await _world.ReplaceAsync(id, publication => publication with { LiveChanges = 1 });
        var step = new ChildStep
        {
            PublicationId = id,
            WorkspaceId = _world.Workspace,
            Name = content is null ? ChildStep.Delete : ChildStep.Edit(1),
            Order = 1001,
            Content = content,
            State = ChildStepState.Pending,
        };
        await _world.Rows.WriteAsync(
            WorkspaceKeys.Partition(_world.Workspace),
            [RowWrite.Insert(WorkspaceKeys.ChildStep(id, step.Name), step.ToRow(StoredJson.Default.ChildStep))],
            default
        );
    }

    private async Task RunAsync(Id<Publication> id)
    {
        var answer = await _world.RunOnceAsync(id, childSteps: true);
        if (answer?.WaitUntil is { } until && (await StepAsync(id)).State == ChildStepState.Pending)
        {
            _world.Clock.AdvanceTo(until);
        }
    }

    private async Task<ChildStep> StepAsync(Id<Publication> id) =>
        Assert.Single(await new ChildStepStore(_world.Rows).ListAsync(_world.Workspace, id, default)).Value;
}
