using System.Text.Json.Nodes;
using Atlas.Core;
using Atlas.Core.Analytics;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Atlas.Testing;
using Microsoft.Extensions.Options;

namespace Atlas.Storage.Tests.Analytics;

/// <summary>Delivery figures on every row store: kept sums say what a count of all publications says, whatever moves meanwhile.</summary>
public abstract class DeliveryContract
{
    private static readonly (Id<Channel> Id, Platform Platform)[] s_channels =
    [
        (new(Guid.CreateVersion7()), Platform.Instagram),
        (new(Guid.CreateVersion7()), Platform.Instagram),
        (new(Guid.CreateVersion7()), Platform.LinkedIn),
    ];
    private readonly FakeClock _clock = new();
    private readonly Dictionary<Id<Publication>, Versioned<Publication>> _truth = [];
    private readonly StorageMeter _meter = new();

    protected abstract IRowStore Store { get; }

    protected virtual int Seeds => 2;

    private Id<Workspace> Workspace { get; set; }

    [Fact]
    public async Task Kept_sums_say_what_a_count_of_all_publications_says()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var zone = ((string[])["Europe/Berlin", "Asia/Kathmandu", "America/St_Johns"])[seed % 3];
            Workspace = new(Guid.CreateVersion7());
            _truth.Clear();
            for (var i = 0; i < 60; i++)
            {
                await AddAsync(random, _clock.GetUtcNow() - TimeSpan.FromHours(random.NextDouble() * (i % 2 == 0 ? 100 : 3)));
            }

            for (var round = 0; round < 5; round++)
            {
                await CompareAsync(seed, zone, new DeliveryQuery(null, null, null, null));
                await CompareAsync(seed, zone, RandomQuery(random, zone));
                await MoveAsync(random);
                _clock.Advance(TimeSpan.FromHours(random.Next(1, 30)));
            }
        }
    }

    /// <summary>A year must not cost a look at everything that was published in it.</summary>
    [Fact]
    public async Task What_is_settled_is_read_once()
    {
        Workspace = new(Guid.CreateVersion7());
        var random = new Random(1);
        for (var i = 0; i < 150; i++)
        {
            await StoreAsync(Make(random, _clock.GetUtcNow() - TimeSpan.FromHours(10 + i), PublicationState.Published));
        }

        var midnight = new DateTimeOffset(_clock.GetUtcNow().Date, TimeSpan.Zero);
        var query = new DeliveryQuery(midnight.AddDays(-20), midnight, null, null);
        var first = await ReadsOfAsync(query);
        var second = await ReadsOfAsync(query);

        Assert.InRange(first, 150, 600);
        Assert.InRange(second, 1, 4);
    }

    private async Task<long> ReadsOfAsync(DeliveryQuery query)
    {
        var before = _meter.Reads;
        Assert.Equal(150, (int)(await AskAsync("UTC", query))["overall"]!["published"]!);
        return _meter.Reads - before;
    }

    private DeliveryQuery RandomQuery(Random random, string zone)
    {
        var now = _clock.GetUtcNow();
        var from = now - TimeSpan.FromHours(random.NextDouble() * 150);
        var to = from + TimeSpan.FromHours(random.NextDouble() * 100);
        if (random.Next(2) == 0)
        {
            from = WallClock.TryResolve($"{WallClock.At(from, zone).LocalTime[..10]}T00:00", zone, out var day) ? day.At : from;
        }

        return new DeliveryQuery(
            from,
            to,
            random.Next(3) == 0 ? Platform.Instagram : null,
            random.Next(3) == 0 ? s_channels[random.Next(3)].Id : null
        );
    }

    private async Task CompareAsync(int seed, string zone, DeliveryQuery query)
    {
        var answer = await AskAsync(zone, query);
        var (from, to) = ((DateTimeOffset)answer["from"]!, (DateTimeOffset)answer["to"]!);
        var asked = _truth
            .Values.Select(found => found.Value)
            .Where(p => query.Platform is null || p.Platform == query.Platform)
            .Where(p => query.ChannelId is null || p.ChannelId == query.ChannelId)
            .ToList();
        Same(answer["overall"]!, [.. asked.Where(p => p.DueAt >= from && p.DueAt < to)]);
        foreach (var network in answer["networks"]!.AsArray())
        {
            var platform = (string)network!["platform"]!;
            Same(network["figures"]!, [.. asked.Where(p => p.DueAt >= from && p.DueAt < to && p.Platform.ToName() == platform)]);
        }

        var waiting = asked.Where(p => p.Waiting is not null && p.State is PublicationState.Waiting).ToList();
        Assert.Equal(
            waiting.Count,
            answer["waiting"]!.AsArray().Where(w => (string)w!["reason"]! == WaitReason.RateLimit).Sum(w => (int)w!["count"]!)
        );

        void Same(JsonNode figures, List<Publication> all)
        {
            var live = all.FindAll(p => p.State is PublicationState.Published or PublicationState.Removed);
            var counted = all.FindAll(p => p.State is not (PublicationState.Cancelled or PublicationState.Draft));
            var expected = (
                live.Count,
                counted.Count(p => p.State == PublicationState.Missed),
                counted.Count(p => p.State == PublicationState.Failed),
                counted.Count(p => p.State is PublicationState.Waiting or PublicationState.Unknown),
                counted.Count(p => p.Timeline.Any(entry => entry.Event == "doubled")),
                counted.Sum(p => p.Timeline.Count(entry => entry.Event == "unknown"))
            );
            Assert.True(
                expected
                    == (
                        (int)figures["published"]!,
                        (int)figures["missed"]!,
                        (int)figures["failed"]!,
                        (int)figures["underWay"]!,
                        (int)figures["doubled"]!,
                        (int)figures["lostAnswers"]!
                    ),
                $"Seed {seed}, {query}, {zone}: {expected} and {figures}"
            );
            var late = live.Select(p => (p.PublishedAt!.Value - p.DueAt!.Value).TotalSeconds).Order().ToList();
            Assert.Equal(late.Count == 0, figures["latenessSeconds"] is null);
            foreach (
                var (name, share) in new[] { ("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1) }.Where(_ => late.Count > 0)
            )
            {
                var exact = late[Math.Max(0, (int)Math.Ceiling(late.Count * share) - 1)];
                Assert.InRange((double)figures["latenessSeconds"]![name]!, exact - 0.002, exact * 1.05 + 0.002);
            }
        }
    }

    private async Task<JsonNode> AskAsync(string zone, DeliveryQuery query)
    {
        var rows = new MeteredRowStore(Store, _meter);
        var read = new ReadDelivery(rows, new SumDelivery(rows, _clock), Options.Create(new PublishingOptions()), _clock);
        var answer = await read.HandleAsync(new Caller(Workspace, "key", zone, [], new Secret("x")), query, default);
        return JsonNode.Parse(answer.Value!.Body.Span)!;
    }

    /// <summary>What people and networks do: late posts go live, answers are found, failed posts get another time.</summary>
    private async Task MoveAsync(Random random)
    {
        foreach (var (id, current) in _truth.ToList())
        {
            var (publication, now) = (current.Value, _clock.GetUtcNow());
            Publication? next = (publication.State, random.Next(5)) switch
            {
                (PublicationState.Waiting or PublicationState.Unknown, 0) => publication with
                {
                    State = PublicationState.Published,
                    PublishedAt = now,
                    Waiting = null,
                },
                (PublicationState.Waiting or PublicationState.Unknown, 1) => publication with
                {
                    State = PublicationState.Missed,
                    Waiting = null,
                },
                (PublicationState.Failed or PublicationState.Missed, 0) => publication with
                {
                    State = random.Next(2) == 0 ? PublicationState.Failed : PublicationState.Published,
                    Schedule = WallClock.At(now, "UTC"),
                    PublishedAt = now.AddSeconds(1),
                },
                (PublicationState.Failed, 1) => publication with { State = PublicationState.Cancelled },
                (PublicationState.Published, 0) => publication with { State = PublicationState.Removed },
                _ => null,
            };
            if (next is not null)
            {
                List<RowWrite> batch = [];
                PublicationRows.Replace(batch, current, next);
                await WriteAsync(next, batch);
            }
        }

        await AddAsync(random, _clock.GetUtcNow());
    }

    private Task AddAsync(Random random, DateTimeOffset due) =>
        StoreAsync(
            Make(
                random,
                due,
                random.Next(12) switch
                {
                    0 => PublicationState.Failed,
                    1 => PublicationState.Missed,
                    2 => PublicationState.Waiting,
                    3 => PublicationState.Unknown,
                    4 => PublicationState.Cancelled,
                    _ => PublicationState.Published,
                }
            )
        );

    private Publication Make(Random random, DateTimeOffset due, PublicationState state)
    {
        var content = new PostContent { Text = "hello" };
        var (channel, platform) = s_channels[random.Next(3)];
        return new Publication
        {
            Id = new(Guid.CreateVersion7()),
            PostId = new(Guid.CreateVersion7()),
            WorkspaceId = Workspace,
            ChannelId = channel,
            Platform = platform,
            State = state,
            Content = content,
            ContentHash = ContentHash.Of(content),
            Schedule = WallClock.At(due, "UTC"),
            PublishedAt =
                state == PublicationState.Published
                    ? due + TimeSpan.FromMilliseconds(Math.Pow(10, random.NextDouble() * 7))
                    : null,
            Waiting = state is PublicationState.Waiting ? new Waiting(WaitReason.RateLimit, "Later.", null) : null,
            Timeline =
            [
                new TimelineEntry(due, "scheduled"),
                .. random.Next(4) == 0 ? [new TimelineEntry(due, "unknown")] : (TimelineEntry[])[],
                .. random.Next(9) == 0 ? [new TimelineEntry(due, "doubled")] : (TimelineEntry[])[],
            ],
            CreatedAt = due,
        };
    }

    private async Task StoreAsync(Publication publication)
    {
        List<RowWrite> batch = [];
        PublicationRows.Insert(batch, publication);
        await WriteAsync(publication, batch);
    }

    private async Task WriteAsync(Publication publication, List<RowWrite> batch)
    {
        var outcome = await Store.WriteAsync(WorkspaceKeys.Partition(Workspace), batch, default);
        Assert.True(outcome.Succeeded);
        _truth[publication.Id] = new(publication, outcome.ETags[0]!);
    }
}
