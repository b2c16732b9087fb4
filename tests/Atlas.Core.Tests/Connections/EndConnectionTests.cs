using System.Text.Json;
using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Idempotency;
using Atlas.Core.Messaging;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.Core.Tests.Connections;

public sealed class EndConnectionTests : IMessageSender
{
    private readonly RefreshWorld _world = new();
    private readonly Queue<OutgoingMessage> _messages = new();

    /// <summary>The world's network has no call for it: each attempt breaks off.</summary>
    [Fact]
    public async Task A_network_that_can_not_be_reached_keeps_the_secret_for_minutes_and_no_longer()
    {
        await _world.ConnectAsync();
        var ends = Ends();
        var start = _world.Clock.GetUtcNow();

        await ends.RunAsync(new WorkItem.EndConnection(_world.Channel, Revoke: true, "key"), default);
        while (_messages.TryDequeue(out var message))
        {
            Assert.NotNull(await ((ITokenVault)_world).GetAsync(_world.Channel.TokenName, default));
            _world.Clock.AdvanceTo(message.ScheduledFor!.Value);
            var entry = JsonSerializer.Deserialize(message.Body.Span, StoredJson.Default.OutboxEntry)!;
            await ends.RunAsync((WorkItem.EndConnection)entry.Work, default);
        }

        Assert.InRange(_world.Clock.GetUtcNow() - start, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
        Assert.Null(await ((ITokenVault)_world).GetAsync(_world.Channel.TokenName, default));
        Assert.Null(await new RefreshProcess(_world).Store.ReadUpkeepAsync(_world.Channel, default));
        Assert.Empty((await _world.Rows.ReadRangeAsync(SystemKeys.Upkeep, new RowRange("0", "~"), 10, default)).Rows);
        var receipt = Assert.Single(await EntriesAsync(), entry => entry.Action == AuditAction.GrantEnded);
        await ends.RunAsync(new WorkItem.EndConnection(_world.Channel, Revoke: true, "key"), default); // the queue sends it again
        Assert.Single(await EntriesAsync(), entry => entry.Action == AuditAction.GrantEnded);
        Assert.Equal(("purged", "key"), (receipt.Details["secret"], receipt.Actor));
        Assert.StartsWith("not revoked", receipt.Details["grant"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_of_an_old_connection_leaves_the_new_one_alone()
    {
        await _world.ConnectAsync();
        var old = _world.Channel;
        var partition = WorkspaceKeys.Partition(old.WorkspaceId);
        var again = old with { Generation = 2 };
        var upkeep = (await new RefreshProcess(_world).Store.ReadUpkeepAsync(old, default))!.Value with { Generation = 2 };
        await _world.Rows.WriteAsync(
            partition,
            [
                RowWrite.Upsert(WorkspaceKeys.Channel(old.Id), again.ToRow(StoredJson.Default.Channel)),
                RowWrite.Upsert(WorkspaceKeys.Upkeep(old.Id), upkeep.ToRow(StoredJson.Default.ChannelUpkeep)),
            ],
            default
        );
        var account = SystemKeys.Accounts("tiktok");
        var accountKey = SystemKeys.Account(old.AccountId, old.WorkspaceId);
        await _world.Rows.WriteAsync(account, [RowWrite.Upsert(accountKey, "{}"u8.ToArray())], default);

        await Ends().RunAsync(new WorkItem.EndConnection(old, Revoke: false, "network"), default);

        Assert.NotNull(await _world.Rows.ReadAsync(account, accountKey, default));
        Assert.NotNull(await new RefreshProcess(_world).Store.ReadUpkeepAsync(again, default));
    }

    private EndConnections Ends()
    {
        var process = new RefreshProcess(_world);
        var logins = new PlatformLogins([_world.Login]);
        var apps = new PlatformApps(new ConfigurationBuilder().Build(), logins, _world.Rows, _world, _world.Clock);
        var audit = new AuditLog(_world.Rows, _world.Clock);
        var outbox = new Outbox(_world.Rows, this, _world.Clock, NullLogger<Outbox>.Instance);
        var commands = new CommandLedger(_world.Rows, new DueIndex(_world.Rows), outbox, _world.Clock);
        var own = new OwnApps(_world.Rows, _world, commands, process.Channels, logins, apps, audit, _world.Clock);
        return new EndConnections(
            _world.Rows,
            process.Channels,
            process.Store,
            process.Upkeeps,
            logins,
            apps,
            own,
            new GrantShares(_world.Rows, process.Channels),
            audit,
            outbox,
            NullLogger<EndConnections>.Instance
        );
    }

    private async Task<List<AuditEntry>> EntriesAsync()
    {
        var page = await _world.Rows.ReadRangeAsync(
            WorkspaceKeys.Partition(_world.Channel.WorkspaceId),
            RowRange.StartingWith(WorkspaceKeys.Audit),
            100,
            default
        );
        return [.. page.Rows.Select(row => row.As(StoredJson.Default.AuditEntry).Value)];
    }

    Task IMessageSender.SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            _messages.Enqueue(message);
        }

        return Task.CompletedTask;
    }
}
