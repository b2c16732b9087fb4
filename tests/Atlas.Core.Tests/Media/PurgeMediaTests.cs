using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;

namespace Atlas.Core.Tests.Media;

public sealed class PurgeMediaTests : IDisposable
{
    private static readonly PublicationState[] s_open =
    [
        PublicationState.Draft,
        PublicationState.Scheduled,
        PublicationState.Publishing,
        PublicationState.Waiting,
        PublicationState.Unknown,
        PublicationState.Failed,
        PublicationState.Missed,
    ];

    private static readonly PublicationState[] s_done =
    [
        PublicationState.Published,
        PublicationState.Cancelled,
        PublicationState.Removed,
    ];

    private readonly MediaWorld _world = new();
    private readonly List<Publication> _publications = [];

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Whatever_the_schedule_nothing_that_is_needed_goes_and_all_else_does(int seed)
    {
        var dice = new Random(seed);
        for (var i = 0; i < 6; i++)
        {
            await UploadAsync(i, i == 0 ? MediaRetention.Library : MediaRetention.Temporary);
        }

        List<(MediaAsset Asset, DateTimeOffset CommitAt)> pending = [];
        var uploaded = await _world.AssetsAsync();
        for (var step = 0; step < 250; step++)
        {
            _world.Clock.Advance(TimeSpan.FromMinutes(dice.Next(1, 600)));
            var process = _world.Start();
            if (dice.Next(4) == 0 && await ReadAsync(process, uploaded[dice.Next(uploaded.Count)]) is { } seen)
            {
                // A command that has read the file now commits its post a little later, whatever happens in between.
                pending.Add((seen, _world.Clock.Now.AddMinutes(dice.Next(0, 25))));
            }

            await PurgeAsync(dice);
            foreach (var (asset, commitAt) in pending)
            {
                _world.Clock.Advance(commitAt > _world.Clock.Now ? commitAt - _world.Clock.Now : TimeSpan.Zero);
                await PostAsync(asset, s_open[dice.Next(s_open.Length)]);
                await PurgeAsync(dice);
            }

            pending.Clear();
            if (_publications.Count > 0 && dice.Next(2) == 0)
            {
                var states = dice.Next(3) == 0 ? s_open : s_done;
                await MoveAsync(dice.Next(_publications.Count), states[dice.Next(states.Length)]);
            }

            await AssertNeededIsThereAsync();
        }

        for (var i = 0; i < _publications.Count; i++)
        {
            await MoveAsync(i, PublicationState.Published);
        }

        for (var hour = 0; hour < 24 * 10; hour++)
        {
            _world.Clock.Advance(TimeSpan.FromHours(1));
            await _world.Start().Purge.RunAsync(default);
        }

        var left = Assert.Single(await _world.AssetsAsync());
        Assert.Equal((MediaRetention.Library, left.StoredAs), (left.Retention, Assert.Single(_world.Files())));
    }

    [Fact]
    public async Task A_temporary_file_stays_the_set_days_after_its_last_publication_has_settled()
    {
        await UploadAsync(1, MediaRetention.Temporary);
        var asset = Assert.Single(await _world.AssetsAsync());
        await PostAsync(asset, PublicationState.Scheduled);
        await PassAsync(TimeSpan.FromDays(20));
        await MoveAsync(0, PublicationState.Published);

        await PassAsync(TimeSpan.FromDays(6.9));
        Assert.Single(await _world.AssetsAsync());

        await PassAsync(TimeSpan.FromDays(0.3));
        Assert.Empty(await _world.AssetsAsync());
    }

    [Fact]
    public async Task A_cover_stays_while_a_step_behind_the_live_post_still_needs_it()
    {
        await UploadAsync(1, MediaRetention.Temporary);
        var asset = Assert.Single(await _world.AssetsAsync());
        await PostAsync(asset, PublicationState.Published, new PostContent { Cover = asset.Id });
        await SetStepAsync(ChildStepState.Pending);

        await PassAsync(TimeSpan.FromDays(20));
        Assert.Single(await _world.AssetsAsync());
        Assert.Equal(409, (await _world.Start().Library.DeleteAsync(_world.Caller, asset.Id, default)).Problem?.Status);

        await SetStepAsync(ChildStepState.Done);
        await PassAsync(TimeSpan.FromDays(6.8));
        Assert.Single(await _world.AssetsAsync());
        await PassAsync(TimeSpan.FromDays(2));
        Assert.Empty(await _world.AssetsAsync());
    }

    [Fact]
    public async Task A_temporary_file_that_comes_again_lives_on_and_one_for_the_library_is_kept()
    {
        await UploadAsync(1, MediaRetention.Temporary);
        await PassAsync(TimeSpan.FromDays(6));
        await UploadAsync(1, MediaRetention.Temporary);
        await PassAsync(TimeSpan.FromDays(6));
        Assert.Single(await _world.AssetsAsync());

        await UploadAsync(1, MediaRetention.Library);
        await PassAsync(TimeSpan.FromDays(30));

        Assert.Equal(MediaRetention.Library, Assert.Single(await _world.AssetsAsync()).Retention);
    }

    [Fact]
    public async Task A_post_that_took_a_file_up_at_the_last_moment_still_has_it()
    {
        await UploadAsync(1, MediaRetention.Temporary);
        _world.Clock.Advance(TimeSpan.FromDays(7));
        var process = _world.Start();
        var seen = await ReadAsync(process, Assert.Single(await _world.AssetsAsync()));

        await process.Purge.RunAsync(default);
        Assert.Null(await ReadAsync(process, seen!)); // nobody else can take it up now
        await PostAsync(seen!, PublicationState.Scheduled);

        Assert.NotNull(await ReadAsync(process, seen!));
        await PassAsync(TimeSpan.FromDays(3));
        Assert.NotNull(await ReadAsync(process, seen!));
        Assert.Null(Assert.Single(await _world.AssetsAsync()).LeavingSince);
    }

    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMinutes(72))
        {
            _world.Clock.Advance(TimeSpan.FromMinutes(72));
            await _world.Start().Purge.RunAsync(default);
        }
    }

    /// <summary>In a process that may die at any call.</summary>
    private async Task PurgeAsync(Random dice)
    {
        var process = _world.Start();
        process.DiesNow = () => dice.Next(40) == 0;
        await process.RunAsync(() => process.Purge.RunAsync(default));
    }

    private async Task AssertNeededIsThereAsync()
    {
        var process = _world.Start();
        foreach (var publication in _publications.Where(one => one.State.Group() != PublicationGroup.Done))
        {
            var asset = await process.Assets.ReadAsync(_world.Workspace, publication.Content.Media[0].MediaId, default);
            Assert.NotNull(asset);
            Assert.True(File.Exists(Path.Combine(_world.Folder, asset.Value.StoredAs)));
        }
    }

    private async Task<MediaAsset?> ReadAsync(MediaProcess process, MediaAsset asset) =>
        (await process.Assets.ReadAsync(_world.Workspace, asset.Id, default))?.Value;

    private async Task UploadAsync(int seed, MediaRetention retention)
    {
        using var content = new MemoryStream(MediaWorld.Picture(3_000, seed));
        var details = new MediaDetails { FileName = "a.jpg", Retention = retention };
        var incoming = new IncomingMedia(_world.Workspace, Id<MediaAsset>.New(_world.Clock), details, 1_000_000, content);
        Assert.False((await _world.Start().Receive.HandleAsync(incoming, _ => null, default)).Failed);
    }

    private Task SetStepAsync(ChildStepState state)
    {
        var step = new ChildStep
        {
            PublicationId = _publications[0].Id,
            WorkspaceId = _world.Workspace,
            Name = "thumbnail",
            State = state,
            SettledAt = state == ChildStepState.Done ? _world.Clock.Now : null,
        };
        return WriteAsync(
            RowWrite.Upsert(WorkspaceKeys.ChildStep(step.PublicationId, step.Name), step.ToRow(StoredJson.Default.ChildStep))
        );
    }

    private async Task PostAsync(MediaAsset asset, PublicationState state, PostContent? content = null)
    {
        content ??= new PostContent { Media = [new PostMedia(asset.Id)] };
        var publication = new Publication
        {
            Id = Id<Publication>.New(_world.Clock),
            PostId = Id<Post>.New(_world.Clock),
            WorkspaceId = _world.Workspace,
            ChannelId = new Id<Channel>(Guid.CreateVersion7()),
            Platform = Platform.Instagram,
            State = state,
            Content = content,
            ContentHash = "hash",
            Timeline = [new TimelineEntry(_world.Clock.Now, "created")],
            CreatedAt = _world.Clock.Now,
        };
        var post = new Post
        {
            Id = publication.PostId,
            WorkspaceId = _world.Workspace,
            Content = content,
            Publications = [new PostPublication(publication.ChannelId, publication.Id)],
            CreatedAt = _world.Clock.Now,
            UpdatedAt = _world.Clock.Now,
        };
        _publications.Add(publication);
        await WriteAsync(
            RowWrite.Insert(WorkspaceKeys.Post(post.Id), post.ToRow(StoredJson.Default.Post)),
            RowWrite.Insert(WorkspaceKeys.Publication(publication.Id), publication.ToRow(StoredJson.Default.Publication)),
            RowWrite.Upsert(WorkspaceKeys.MediaUse(asset.Id, post.Id), default)
        );
    }

    /// <summary>What is settled for good stays so: going out again is a command of its own, which reads the file anew.</summary>
    private async Task MoveAsync(int index, PublicationState state)
    {
        var current = _publications[index];
        if (current.State.Group() == PublicationGroup.Done)
        {
            return;
        }

        _publications[index] = current with
        {
            State = state,
            Timeline = [.. current.Timeline, new TimelineEntry(_world.Clock.Now, "moved")],
        };
        await WriteAsync(
            RowWrite.Upsert(WorkspaceKeys.Publication(current.Id), _publications[index].ToRow(StoredJson.Default.Publication))
        );
    }

    private async Task WriteAsync(params RowWrite[] writes) =>
        Assert.True((await _world.Rows.WriteAsync(WorkspaceKeys.Partition(_world.Workspace), writes, default)).Succeeded);
}
