using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Tests.Publishing;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Atlas.Core.Tests.Scheduling;

public sealed class RenewSchedulesTests
{
    private const string Moved = "Test/Moved";
    private const string Calm = "Test/Calm";

    private static readonly ZoneRules s_before = new(new TestZones("TZDB: 2026a", (Moved, 1), (Calm, 2)));
    private static readonly ZoneRules s_after = new(new TestZones("TZDB: 2026b", (Moved, 3), (Calm, 2)));

    private readonly PublishingWorld _world = new();
    private readonly Nudged _starter = new();

    [Fact]
    public async Task What_is_to_come_keeps_its_place_on_the_wall()
    {
        await AddWorkspaceAsync();
        var id = await ScheduleAsync(Moved, TimeSpan.FromDays(2));
        var before = await _world.PublicationAsync(id);

        Assert.Equal(1, await Renewal(s_after).RunAsync(_starter, default));

        var after = await _world.PublicationAsync(id);
        Assert.Equal(before.DueAt - TimeSpan.FromHours(2), after.DueAt);
        Assert.Equal((before.Schedule!.LocalTime, s_after.Version), (after.Schedule!.LocalTime, after.Schedule.ZoneData));
        Assert.Equal(before.Generation + 1, after.Generation);
        Assert.Equal(
            $"The zone's rules changed: {after.Schedule.LocalTime} in {Moved} is now {after.DueAt:yyyy-MM-dd'T'HH:mm:ss'Z'}.",
            after.Timeline[^1].Detail
        );
        var partition = WorkspaceKeys.Partition(_world.Workspace);
        Assert.NotNull(await _world.Rows.ReadAsync(partition, PublicationRows.IndexKey(after), default));
        Assert.Null(await _world.Rows.ReadAsync(partition, PublicationRows.IndexKey(before), default));
        var entry = DueEntry.Of(after, _world.Clock.Now);
        Assert.NotNull(await _world.Rows.ReadAsync(entry.Partition, entry.Key, default));
        var post = await _world.Rows.ReadAsync(partition, WorkspaceKeys.Post(after.PostId), StoredJson.Default.Post, default);
        Assert.Equal(after.Schedule, post!.Value.Schedule);
        Assert.Empty(_starter.Started);
    }

    [Fact]
    public async Task What_runs_already_is_woken_and_what_is_near_now_is_started()
    {
        await AddWorkspaceAsync();
        var id = await ScheduleAsync(Moved, TimeSpan.FromMinutes(130));

        await Renewal(s_after).RunAsync(_starter, default);
        Assert.Equal([id], _starter.Started);
        Assert.Empty(_starter.Woken);

        await Renewal(new ZoneRules(new TestZones("TZDB: 2026c", (Moved, 1), (Calm, 2)))).RunAsync(_starter, default);
        Assert.Equal([id], _starter.Woken);
        Assert.Equal(_world.Clock.Now.AddMinutes(130), (await _world.PublicationAsync(id)).DueAt);
    }

    [Fact]
    public async Task Others_are_left_as_they_are()
    {
        await AddWorkspaceAsync();
        var calm = await ScheduleAsync(Calm, TimeSpan.FromDays(2));
        var past = await ScheduleAsync(Moved, TimeSpan.FromMinutes(1));
        var running = await ScheduleAsync(Moved, TimeSpan.FromDays(1));
        await _world.ReplaceAsync(running, p => p with { Lease = new Lease("worker", _world.Clock.Now.AddDays(2)) });
        var cancelled = await ScheduleAsync(Moved, TimeSpan.FromDays(1));
        await _world.ReplaceAsync(cancelled, p => p.Cancel(_world.Clock.Now));
        _world.Clock.Advance(TimeSpan.FromMinutes(2));
        List<string> tags = [];
        foreach (var id in (Id<Publication>[])[calm, past, running, cancelled])
        {
            tags.Add((await _world.CurrentAsync(id)).ETag);
        }

        Assert.Equal(0, await Renewal(s_after).RunAsync(_starter, default));

        foreach (var id in (Id<Publication>[])[calm, past, running, cancelled])
        {
            Assert.Contains((await _world.CurrentAsync(id)).ETag, tags);
        }
    }

    [Fact]
    public async Task An_instant_stays_and_is_shown_by_the_new_wall_clock()
    {
        await AddWorkspaceAsync();
        var id = await ScheduleAsync(Moved, TimeSpan.FromDays(2));
        var at = _world.Clock.Now.AddDays(3);
        await _world.ReplaceAsync(id, p => p with { Schedule = s_before.At(at, Moved) });

        await Renewal(s_after).RunAsync(_starter, default);

        var after = await _world.PublicationAsync(id);
        Assert.Equal((at, $"{at.AddHours(3):yyyy-MM-dd'T'HH:mm:ss}"), (after.DueAt, after.Schedule!.LocalTime));
    }

    [Fact]
    public async Task It_is_done_once_an_edition_and_never_back()
    {
        await AddWorkspaceAsync();
        await ScheduleAsync(Moved, TimeSpan.FromDays(2));
        Assert.Equal(1, await Renewal(s_after).RunAsync(_starter, default));
        var reads = 0;
        _world.AtBoundary = name =>
        {
            reads += name == "BeforeRead" ? 1 : 0;
            return null;
        };

        Assert.Equal(0, await Renewal(s_after).RunAsync(_starter, default));
        Assert.Equal(0, await Renewal(s_before).RunAsync(_starter, default));

        Assert.Equal(2, reads);
    }

    /// <summary>Whatever fails, runs that follow finish the work, and each is changed once.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_run_that_breaks_off_is_taken_up(int seed)
    {
        await AddWorkspaceAsync();
        List<Id<Publication>> ids = [];
        for (var i = 0; i < 300; i++)
        {
            ids.Add(await ScheduleAsync(i % 3 == 0 ? Calm : Moved, TimeSpan.FromHours(30 + i)));
        }

        var dice = new Random(seed);
        _world.AtBoundary = _ => dice.Next(150) == 0 ? new Interruption.Fault() : null;
        for (var run = 0; run < 30; run++)
        {
            try
            {
                // Two processes at it, one after the other in each other's way.
                await Renewal(s_after).RunAsync(_starter, default);
            }
            catch (StorageUnavailableException)
            {
                _world.Clock.Advance(TimeSpan.FromSeconds(1));
            }
        }

        _world.AtBoundary = null;
        await Renewal(s_after).RunAsync(_starter, default);
        for (var i = 0; i < ids.Count; i++)
        {
            var publication = await _world.PublicationAsync(ids[i]);
            Assert.Equal(i % 3 == 0 ? 0 : 1, publication.Timeline.Count(entry => entry.Event == "zoneChanged"));
        }
    }

    private RenewSchedules Renewal(ZoneRules rules)
    {
        var nudge = new PublicationNudge(
            _world.Publishers,
            Microsoft.Extensions.Options.Options.Create(_world.Options),
            _world.Clock,
            NullLogger<PublicationNudge>.Instance
        );
        return new RenewSchedules(
            _world.Rows,
            new RenewSchedule(
                _world.Rows,
                _world.Ledger(),
                new DueIndex(_world.Rows),
                nudge,
                rules,
                _world.Clock,
                NullLogger<RenewSchedule>.Instance
            ),
            rules,
            _world.Clock,
            NullLogger<RenewSchedules>.Instance
        );
    }

    private async Task AddWorkspaceAsync() =>
        await _world.Rows.WriteAsync(
            SystemKeys.Workspaces,
            [RowWrite.Upsert(_world.Workspace.ToString(), "{}"u8.ToArray())],
            default
        );

    private async Task<Id<Publication>> ScheduleAsync(string zone, TimeSpan dueIn)
    {
        var id = await _world.ScheduleAsync("hello", dueIn);
        var local = s_before.At(_world.Clock.Now + dueIn, zone).LocalTime;
        Assert.True(s_before.TryResolve(local, zone, out var schedule));
        await _world.ReplaceAsync(id, p => p with { Schedule = schedule });
        var publication = await _world.PublicationAsync(id);
        var post = new Post
        {
            Id = publication.PostId,
            WorkspaceId = publication.WorkspaceId,
            Content = publication.Content,
            Schedule = schedule,
            CreatedAt = _world.Clock.Now,
            UpdatedAt = _world.Clock.Now,
            Publications = [],
        };
        await _world.Rows.WriteAsync(
            WorkspaceKeys.Partition(_world.Workspace),
            [RowWrite.Insert(WorkspaceKeys.Post(post.Id), post.ToRow(StoredJson.Default.Post))],
            default
        );
        return id;
    }

    private sealed class TestZones(string version, params (string Name, int Hours)[] zones) : IDateTimeZoneProvider
    {
        public string VersionId => version;

        public System.Collections.ObjectModel.ReadOnlyCollection<string> Ids => new([.. zones.Select(zone => zone.Name)]);

        public DateTimeZone this[string id] => GetZoneOrNull(id) ?? throw new KeyNotFoundException(id);

        public DateTimeZone GetSystemDefault() => DateTimeZone.Utc;

        public DateTimeZone? GetZoneOrNull(string id) =>
            zones
                .Where(zone => zone.Name == id)
                .Select(zone => DateTimeZone.ForOffset(Offset.FromHours(zone.Hours)))
                .FirstOrDefault();
    }

    private sealed class Nudged : IPublicationStarter
    {
        public List<Id<Publication>> Started { get; } = [];

        public List<Id<Publication>> Woken { get; } = [];

        public Task StartAsync(Publication publication, CancellationToken cancellationToken)
        {
            Started.Add(publication.Id);
            return Task.CompletedTask;
        }

        public Task WakeAsync(Publication publication, CancellationToken cancellationToken)
        {
            Woken.Add(publication.Id);
            return Task.CompletedTask;
        }
    }
}
