using System.Collections.Concurrent;
using Atlas.Core.Idempotency;
using Atlas.Core.Messaging;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Atlas.Storage.InMemory;
using Atlas.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.Core.Tests.Messaging;

public sealed class OutboxTests
{
    private readonly FakeClock _clock = new();
    private readonly Sender _sender = new();
    private readonly Id<Workspace> _workspace;

    public OutboxTests() => _workspace = Id<Workspace>.New(_clock);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Work_whose_batch_was_written_is_sent_whatever_fails_and_no_other(int seed)
    {
        var dice = new Random(seed);
        var faulty = true;
        var rows = new InMemoryRowStore((_, _, _) => faulty && dice.Next(4) == 0 ? throw Fault() : ValueTask.CompletedTask);
        _sender.Fails = () => faulty && dice.Next(3) == 0;
        var (outbox, ledger) = Build(rows);
        for (var i = 0; i < 60; i++)
        {
            await DoAsync(ledger, outbox, $"token-{i}");
        }

        faulty = false;
        var written = await WrittenAsync(rows);
        _clock.Advance(TimeSpan.FromMinutes(11));
        await outbox.SweepAsync(default);

        Assert.Equal(written.Order(), _sender.Sent.Select(work => ((WorkItem.PurgeToken)work).TokenName).Distinct().Order());
        Assert.Empty((await rows.ReadRangeAsync(SystemKeys.Outbox, new RowRange("0", "~"), 100, default)).Rows);
        Assert.Equal(0, await outbox.SweepAsync(default));
    }

    [Fact]
    public async Task Work_is_sent_right_after_its_batch()
    {
        var (outbox, ledger) = Build(new InMemoryRowStore());

        await DoAsync(ledger, outbox, "token");

        Assert.Equal(new WorkItem.PurgeToken("token"), Assert.Single(_sender.Sent));
    }

    [Fact]
    public async Task A_batch_that_is_still_on_its_way_keeps_its_marker()
    {
        var rows = new InMemoryRowStore();
        var (outbox, _) = Build(rows);
        var entry = outbox.Prepare(_workspace, new WorkItem.PurgeToken("late"));
        await outbox.MarkAsync([entry], default);
        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(0, await outbox.SweepAsync(default));
        await rows.WriteAsync(WorkspaceKeys.Partition(_workspace), [Outbox.Write(entry)], default);

        Assert.Equal(1, await outbox.SweepAsync(default));
    }

    private static StorageUnavailableException Fault() => new("Injected.", retryAfter: null, innerException: null);

    private (Outbox Outbox, CommandLedger Ledger) Build(InMemoryRowStore rows)
    {
        var outbox = new Outbox(rows, _sender, _clock, NullLogger<Outbox>.Instance);
        return (outbox, new CommandLedger(rows, new DueIndex(rows), outbox, _clock));
    }

    private async Task DoAsync(CommandLedger ledger, Outbox outbox, string token)
    {
        try
        {
            await ledger.DoAsync(
                WorkspaceKeys.Partition(_workspace),
                key: null,
                _ =>
                    ValueTask.FromResult<Outcome<Change>>(
                        new Change([RowWrite.Insert($"done:{token}", default)], Answer.NoContent)
                        {
                            Outbox = [outbox.Prepare(_workspace, new WorkItem.PurgeToken(token))],
                        }
                    ),
                default
            );
        }
        catch (StorageUnavailableException)
        {
            return; // nobody sends it again: what was written must go out all the same
        }
    }

    private async Task<IEnumerable<string>> WrittenAsync(InMemoryRowStore rows) =>
        (
            await rows.ReadRangeAsync(WorkspaceKeys.Partition(_workspace), RowRange.StartingWith("done:"), 1000, default)
        ).Rows.Select(row => row.Key["done:".Length..]);

    private sealed class Sender : IMessageSender
    {
        public Func<bool> Fails { get; set; } = () => false;

        public ConcurrentQueue<WorkItem> Sent { get; } = new();

        public Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
        {
            if (Fails())
            {
                throw Fault();
            }

            foreach (var message in messages)
            {
                Sent.Enqueue(
                    System.Text.Json.JsonSerializer.Deserialize(message.Body.Span, StoredJson.Default.OutboxEntry)!.Work
                );
            }

            return Task.CompletedTask;
        }
    }
}
