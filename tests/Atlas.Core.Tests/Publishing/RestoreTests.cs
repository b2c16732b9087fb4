using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;

namespace Atlas.Core.Tests.Publishing;

public sealed class RestoreTests
{
    private readonly PublishingWorld _world = new();

    [Theory]
    [InlineData(30)] // the copy knows of nothing
    [InlineData(5)] // the copy knows of the container
    public async Task A_post_that_went_out_after_the_copy_was_made_is_found_and_not_sent_again(int minutesBefore)
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(minutesBefore), firstComment: "first");
        await _world.RunOnceAsync(id);
        var copy = await CopyAsync();
        await _world.RunToEndAsync(id);
        Assert.Single(_world.Network.Live);

        await PutBackAsync(copy);
        var found = await _world.RunToEndAsync(id);

        Assert.Equal((PublicationState.Published, "m1"), (found.State, found.PlatformPostId));
        Assert.Equal("m1", Assert.Single(_world.Network.Live).Id);
        Assert.Equal("first", Assert.Single(_world.Network.Comments));
        Assert.Contains(found.Timeline, entry => entry.Event == "restored");
    }

    [Fact]
    public async Task A_post_that_did_not_go_out_is_sent_once_when_the_network_has_proven_it()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(30), firstComment: "first");
        var copy = await CopyAsync();
        _world.Clock.Advance(TimeSpan.FromHours(1));

        await PutBackAsync(copy);
        var restored = _world.Clock.GetUtcNow();
        var live = await _world.RunToEndAsync(id);

        Assert.Equal(PublicationState.Published, live.State);
        Assert.True(Assert.Single(_world.Network.Live).At >= restored + _world.Options.SettleTime);
        Assert.Equal("first", Assert.Single(_world.Network.Comments));
    }

    [Fact]
    public async Task A_comment_that_was_made_after_the_copy_is_not_made_again()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero, firstComment: "first");
        Assert.True((await _world.RunOnceAsync(id))!.HasChildSteps);
        var copy = await CopyAsync();
        await _world.RunToEndAsync(id);
        Assert.Single(_world.Network.Comments);

        await PutBackAsync(copy);
        await _world.RunToEndAsync(id);

        Assert.Single(_world.Network.Live);
        Assert.Single(_world.Network.Comments);
    }

    [Fact]
    public async Task What_is_due_after_the_restore_goes_out_at_its_time_and_is_not_asked_for()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromHours(2));
        var due = (await _world.PublicationAsync(id)).DueAt;
        await PutBackAsync(await CopyAsync());

        var live = await _world.RunToEndAsync(id);

        Assert.Equal(due, Assert.Single(_world.Network.Live).At);
        Assert.DoesNotContain(live.Timeline, entry => entry.Event == "restored");
    }

    /// <summary>A network that can't be read back leaves it to a person, and sends nothing.</summary>
    [Fact]
    public async Task Where_the_network_cannot_tell_a_person_decides()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.FromMinutes(30));
        var copy = await CopyAsync();
        await _world.RunToEndAsync(id);
        _world.Network.Readable = false;

        await PutBackAsync(copy);
        var asked = await _world.RunToEndAsync(id);

        Assert.Equal((PublicationState.Unknown, WaitReason.Decision), (asked.State, asked.Waiting?.Reason));
        Assert.Single(_world.Network.Live);
    }

    /// <summary>A later edit that the copy doesn't know would be undone by it.</summary>
    [Theory]
    [InlineData("edited", "changed")]
    [InlineData("edited once more", "changeRefused")]
    public async Task An_edit_that_the_copy_holds_as_open_is_looked_for_and_not_made_again(string shown, string told)
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        await _world.RunToEndAsync(id);
        await AskForEditAsync(id, "edited");
        var copy = await CopyAsync();
        _world.Network.Live[0] = _world.Network.Live[0] with { Text = shown };

        await PutBackAsync(copy);
        await RunStepsAsync(id);

        var publication = await _world.PublicationAsync(id);
        Assert.Empty(_world.Network.Edits);
        Assert.Equal(shown, Assert.Single(_world.Network.Live).Text);
        Assert.Equal(told, publication.Timeline[^1].Event);
        Assert.Equal(told == "changed" ? "edited" : "hello", publication.Content.Text);
    }

    [Fact]
    public async Task An_edit_that_is_asked_for_after_the_restore_is_made()
    {
        var id = await _world.ScheduleAsync("hello", TimeSpan.Zero);
        await _world.RunToEndAsync(id);
        await PutBackAsync(await CopyAsync());
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        await AskForEditAsync(id, "edited");

        await RunStepsAsync(id);

        Assert.Equal(["edited"], _world.Network.Edits);
        Assert.Equal("edited", (await _world.PublicationAsync(id)).Content.Text);
    }

    private async Task RunStepsAsync(Id<Publication> id)
    {
        for (var i = 0; i < 10 && await _world.RunOnceAsync(id, childSteps: true) is { IsFinal: false }; i++)
        {
            _world.Clock.Advance(TimeSpan.FromMinutes(2));
        }
    }

    private async Task AskForEditAsync(Id<Publication> id, string text)
    {
        var step = new ChildStep
        {
            PublicationId = id,
            WorkspaceId = _world.Workspace,
            Name = ChildStep.Edit(1),
            Content = new PostContent { Text = text },
            AskedAt = _world.Clock.GetUtcNow(),
            State = ChildStepState.Pending,
        };
        var row = RowWrite.Insert(WorkspaceKeys.ChildStep(id, step.Name), step.ToRow(StoredJson.Default.ChildStep));
        Assert.True((await _world.Rows.WriteAsync(Partition, [row], default)).Succeeded);
    }

    private string Partition => WorkspaceKeys.Partition(_world.Workspace);

    private async Task<IReadOnlyList<Row>> CopyAsync() =>
        (await _world.Rows.ReadRangeAsync(Partition, new RowRange("0", "~"), RowLimits.MaxPage, default)).Rows;

    private async Task PutBackAsync(IReadOnlyList<Row> copy)
    {
        foreach (var row in await CopyAsync())
        {
            await _world.Rows.WriteAsync(Partition, [RowWrite.Delete(row.Key)], default);
        }

        foreach (var row in copy)
        {
            await _world.Rows.WriteAsync(Partition, [RowWrite.Insert(row.Key, row.Data)], default);
        }

        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        _world.Options.RestoredAt = _world.Clock.GetUtcNow();
    }
}
