using System.Text;
using Atlas.Core.Channels;
using Atlas.Core.Operations;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Tests.Publishing;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Tests.Operations;

public sealed class WorkspaceIndexesTests
{
    private readonly PublishingWorld _world = new();

    private string Partition => WorkspaceKeys.Partition(_world.Workspace);

    [Fact]
    public async Task Rows_that_are_in_order_are_no_finding()
    {
        await FillAsync();

        Assert.Empty(await CheckAsync(repair: true));
    }

    [Fact]
    public async Task Whatever_was_damaged_is_found_once_and_mended_to_what_it_was()
    {
        await FillAsync();
        var whole = await DumpAsync();
        for (var seed = 0; seed < 40; seed++)
        {
            var damaged = await DamageAsync(new Random(seed));

            var seen = await CheckAsync(repair: false);
            Assert.Equal(damaged.Order(), seen.Select(finding => finding.Kind).Order());
            Assert.All(seen, finding => Assert.Null(finding.Repaired));

            var mended = await CheckAsync(repair: true);
            Assert.Equal(damaged.Count, mended.Count);
            Assert.All(mended, finding => Assert.True(finding.Repaired));
            Assert.Empty(await CheckAsync(repair: false));
            Assert.Equal(whole, await DumpAsync());
        }
    }

    [Fact]
    public async Task Two_publications_that_claim_one_post_are_left_to_a_person()
    {
        var first = await PublishAsync("first");
        var second = await PublishAsync("second");
        var live = await _world.PublicationAsync(first);
        await WriteAsync(Partition, RowWrite.Delete(PublicationRows.LiveKey(await _world.PublicationAsync(second))));
        await _world.ReplaceAsync(second, publication => publication with { PlatformPostId = live.PlatformPostId });

        var finding = Assert.Single(
            await CheckAsync(repair: true),
            found => found.Kind.StartsWith("live", StringComparison.Ordinal)
        );

        Assert.Equal(("live.otherOwner", null), (finding.Kind, finding.Repaired));
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_a_finding_and_the_check_goes_on()
    {
        await FillAsync();
        var broken = WorkspaceKeys.Publication(Id<Publication>.New(_world.Clock));
        await WriteAsync(Partition, RowWrite.Insert(broken, "{\"id\":"u8.ToArray()));
        await WriteAsync(Partition, RowWrite.Insert("acct:bad", "[]"u8.ToArray()));
        await WriteAsync(Partition, RowWrite.Insert(WorkspaceKeys.IndexOf(PublicationGroup.Open) + "short", default));
        var stray = WorkspaceKeys.Index(PublicationGroup.Done, _world.Clock.GetUtcNow(), Id<Publication>.New(_world.Clock));
        await WriteAsync(Partition, RowWrite.Insert(stray, default));

        var findings = await CheckAsync(repair: true);

        Assert.Equal(
            ["index.stray", "row.unreadable", "row.unreadable", "row.unreadable"],
            findings.Select(finding => finding.Kind).Order(StringComparer.Ordinal)
        );
        Assert.All(findings, finding => Assert.Equal(finding.Kind == "index.stray" ? true : null, finding.Repaired));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(3)]
    [InlineData(60)]
    public async Task What_would_start_a_post_that_is_long_overdue_is_added_once(double days)
    {
        var id = await _world.ScheduleAsync("overdue", TimeSpan.Zero);
        await new DueIndex(_world.Rows).AddAsync(
            [DueEntry.Of(await _world.PublicationAsync(id), _world.Clock.GetUtcNow())],
            default
        );
        Assert.DoesNotContain(await CheckAsync(repair: false), finding => finding.Kind == "due.missing");
        var due = (await _world.PublicationAsync(id)).DueAt!.Value;
        for (var shard = 0; shard < SystemKeys.DueShards; shard++)
        {
            var (entries, _) = await new DueIndex(_world.Rows).ReadAsync(due, shard, due, null, 10, default);
            await new DueIndex(_world.Rows).RemoveAsync([.. entries], default);
        }

        _world.Clock.Advance(TimeSpan.FromDays(days));
        Assert.Single(await CheckAsync(repair: true), finding => finding.Kind == "due.missing");

        _world.Clock.Advance(TimeSpan.FromHours(7));
        Assert.DoesNotContain(await CheckAsync(repair: true), finding => finding.Kind == "due.missing");
    }

    private async Task FillAsync()
    {
        await PublishAsync("one");
        await PublishAsync("two");
        for (var i = 1; i <= 6; i++)
        {
            var id = await _world.ScheduleAsync($"open {i}", TimeSpan.FromHours(i));
            await new DueIndex(_world.Rows).AddAsync(
                [DueEntry.Of(await _world.PublicationAsync(id), _world.Clock.GetUtcNow())],
                default
            );
        }

        var missed = await _world.ScheduleAsync("missed", TimeSpan.Zero);
        await _world.ReplaceAsync(missed, publication => publication with { State = PublicationState.Missed });
        var channel = _world.Channel;
        var owner = new AccountOwner(_world.Workspace, channel.Id).ToRow(StoredJson.Default.AccountOwner);
        await WriteAsync(Partition, RowWrite.Upsert(WorkspaceKeys.Account(channel.Platform, channel.AccountId), owner));
        await WriteAsync(
            SystemKeys.Accounts(channel.Platform.ToName()),
            RowWrite.Upsert(SystemKeys.Account(channel.AccountId, _world.Workspace), owner)
        );
    }

    /// <returns>The kinds of findings that it should make.</returns>
    private async Task<List<string>> DamageAsync(Random random)
    {
        List<string> damage = [];
        foreach (var (partition, key) in await KeysAsync())
        {
            var kind =
                partition.StartsWith("sys:due", StringComparison.Ordinal) ? "due.missing"
                : partition.StartsWith("sys:accounts", StringComparison.Ordinal) ? "lookup.missing"
                : key.StartsWith("ix:", StringComparison.Ordinal) ? "index.missing"
                : key.StartsWith("live:", StringComparison.Ordinal) ? "live.missing"
                : key.StartsWith("acct:", StringComparison.Ordinal) ? "account.missing"
                : null;
            if (kind is not null && random.Next(3) == 0)
            {
                await WriteAsync(partition, RowWrite.Delete(key));
                damage.Add(kind);
            }
        }

        var nobody = Id<Publication>.New(_world.Clock);
        if (random.Next(2) == 0)
        {
            await WriteAsync(
                Partition,
                RowWrite.Insert(WorkspaceKeys.Index(PublicationGroup.Open, _world.Clock.GetUtcNow(), nobody), default)
            );
            damage.Add("index.stray");
        }

        if (random.Next(2) == 0)
        {
            var elsewhere = new AccountOwner(_world.Workspace, Id<Channel>.New(_world.Clock));
            await WriteAsync(
                Partition,
                RowWrite.Insert(WorkspaceKeys.Account(Platform.TikTok, "gone"), elsewhere.ToRow(StoredJson.Default.AccountOwner))
            );
            damage.Add("account.stray");
        }

        if (random.Next(2) == 0)
        {
            var open = (await KeysAsync()).First(row => row.Key.StartsWith("pub:", StringComparison.Ordinal)).Key[
                "pub:".Length..
            ];
            await WriteAsync(
                Partition,
                RowWrite.Insert(WorkspaceKeys.LivePost(_world.Channel.Id, "not-its-post"), Encoding.UTF8.GetBytes(open))
            );
            damage.Add("live.stray");
        }

        return damage;
    }

    private async Task<Id<Publication>> PublishAsync(string text)
    {
        var id = await _world.ScheduleAsync(text, TimeSpan.Zero);
        Assert.Equal(PublicationState.Published, (await _world.RunToEndAsync(id)).State);
        return id;
    }

    private async Task<List<IndexFinding>> CheckAsync(bool repair)
    {
        var indexes = new WorkspaceIndexes(
            _world.Rows,
            new PublicationStore(_world.Rows),
            new DueIndex(_world.Rows),
            _world.Clock
        );
        List<IndexFinding> findings = [];
        for (var range = 0; range < WorkspaceIndexes.Ranges.Count; range++)
        {
            string? after = null;
            do
            {
                var page = await indexes.CheckAsync(_world.Workspace, range, after, limit: 2, repair, default);
                findings.AddRange(page.Findings);
                after = page.Last;
            } while (after is not null);
        }

        return findings;
    }

    private async Task<List<(string Partition, string Key)>> KeysAsync()
    {
        List<(string, string)> keys = [];
        foreach (var partition in Partitions())
        {
            var page = await _world.Rows.ReadRangeAsync(partition, new RowRange("!", "~"), RowLimits.MaxPage, default);
            keys.AddRange(page.Rows.Select(row => (partition, row.Key)));
        }

        return keys;
    }

    private async Task<List<string>> DumpAsync()
    {
        List<string> rows = [];
        foreach (var (partition, key) in await KeysAsync())
        {
            var row = await _world.Rows.ReadAsync(partition, key, default);
            rows.Add($"{partition} {key} {Encoding.UTF8.GetString(row!.Data.Span)}");
        }

        return rows;
    }

    private IEnumerable<string> Partitions() =>
        Enumerable
            .Range(0, SystemKeys.DueShards)
            .SelectMany(shard =>
                (string[])
                    [SystemKeys.Due(_world.Clock.GetUtcNow(), shard), SystemKeys.Due(_world.Clock.GetUtcNow().AddDays(1), shard)]
            )
            .Append(SystemKeys.Accounts(Platform.Instagram.ToName()))
            .Append(Partition);

    private async Task WriteAsync(string partition, RowWrite write) =>
        Assert.True((await _world.Rows.WriteAsync(partition, [write], default)).Succeeded);
}
