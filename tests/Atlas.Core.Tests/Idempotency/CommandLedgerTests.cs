using System.Text;
using Atlas.Core.Idempotency;
using Atlas.Core.Messaging;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Storage.InMemory;
using Atlas.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.Core.Tests.Idempotency;

public sealed class CommandLedgerTests
{
    private const string Partition = "workspace";
    private readonly FakeClock _clock = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task However_often_the_store_fails_a_repeated_command_is_done_once(int seed)
    {
        var dice = new Random(seed);
        var faulty = true;
        var rows = new InMemoryRowStore(
            (_, _, _) =>
                faulty && dice.Next(3) == 0
                    ? throw new StorageUnavailableException("Injected.", retryAfter: null, innerException: null)
                    : ValueTask.CompletedTask
        );
        var ledger = Ledger(rows);
        for (var command = 0; command < 40; command++)
        {
            var answers = new HashSet<string>();
            for (var sent = 0; sent < 30; sent++)
            {
                try
                {
                    answers.Add(await CountAsync(ledger, rows, Key($"command {command}"), body: sent));
                }
                catch (StorageUnavailableException)
                {
                    continue; // the caller sends it again
                }
            }

            Assert.Single(answers);
        }

        faulty = false;
        Assert.Equal(40, await ReadCountAsync(rows));
    }

    /// <summary>Sent twice on the way, a batch meets its own rows. It has no key: nothing else tells that it is done.</summary>
    [Fact]
    public async Task A_batch_that_is_told_of_its_own_rows_is_not_decided_again()
    {
        var ledger = Ledger(new EchoingRows(new InMemoryRowStore()));
        var decided = 0;

        var answer = await ledger.DoAsync(
            Partition,
            key: null,
            _ =>
            {
                var name = $"post {++decided}";
                return ValueTask.FromResult<Outcome<Change>>(
                    new Change(
                        [RowWrite.Insert(name, Encoding.UTF8.GetBytes(name))],
                        new Answer(201, Encoding.UTF8.GetBytes(name))
                    )
                );
            },
            default
        );

        Assert.Equal((1, "post 1"), (decided, Encoding.UTF8.GetString(answer.Value!.Body.Span)));
    }

    [Fact]
    public async Task Of_many_at_the_same_time_one_does_it_and_the_others_get_its_answer()
    {
        var rows = new InMemoryRowStore(async (_, _, _) => await Task.Yield());
        var ledger = Ledger(rows);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(i => CountAsync(ledger, rows, Key($"command {i % 5}"), i))
        );

        Assert.Equal(5, await ReadCountAsync(rows));
        Assert.Equal(5, answers.Distinct().Count());
    }

    [Fact]
    public async Task A_key_of_another_request_is_refused_and_changes_nothing()
    {
        var rows = new InMemoryRowStore();
        var ledger = Ledger(rows);
        await CountAsync(ledger, rows, Key("one"), 1);

        var reused = await ledger.DoAsync(
            Partition,
            new IdempotencyKey("one", "another fingerprint", "credential"),
            _ => throw new InvalidOperationException("It was decided again."),
            default
        );

        Assert.Equal(422, reused.Problem?.Status);
    }

    [Fact]
    public async Task A_sealed_answer_opens_with_the_credential_that_sealed_it_alone()
    {
        var rows = new InMemoryRowStore();
        var ledger = Ledger(rows);
        var secret = new Answer(201, "the secret"u8.ToArray());
        ValueTask<Outcome<Change>> Decide(CancellationToken _) =>
            ValueTask.FromResult<Outcome<Change>>(new Change([], secret) { HasSecret = true });

        await ledger.DoAsync(Partition, Key("one"), Decide, default);
        var again = await ledger.DoAsync(Partition, Key("one"), Decide, default);
        var thief = await ledger.DoAsync(
            Partition,
            new IdempotencyKey("one", "fingerprint", "another credential"),
            Decide,
            default
        );

        Assert.Equal("the secret", Encoding.UTF8.GetString(again.Value!.Body.Span));
        Assert.Equal(422, thief.Problem?.Status);
        var stored = await rows.ReadAsync(Partition, WorkspaceKeys.IdempotencyKey(Key("one").Hash), default);
        Assert.DoesNotContain("the secret", Encoding.UTF8.GetString(stored!.Data.Span), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Convert.ToBase64String("the secret"u8),
            Encoding.UTF8.GetString(stored.Data.Span),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Kept_answers_go_after_a_week_and_not_before()
    {
        var rows = new InMemoryRowStore();
        var ledger = Ledger(rows);
        var workspace = Id<Core.Workspaces.Workspace>.New(_clock);
        await rows.WriteAsync(SystemKeys.Workspaces, [RowWrite.Upsert(workspace.ToString(), default)], default);
        var partition = WorkspaceKeys.Partition(workspace);
        var purge = new PurgeExpired(rows, _clock);
        await KeepAsync("old");
        _clock.Advance(TimeSpan.FromDays(3));
        await KeepAsync("new");

        Assert.Equal(0, await purge.RunAsync(default));
        _clock.Advance(TimeSpan.FromDays(5));
        Assert.Equal(2, await purge.RunAsync(default));

        Assert.Null(await ledger.ReadKeptAsync(partition, Key("old"), default));
        Assert.NotNull(await ledger.ReadKeptAsync(partition, Key("new"), default));

        async Task KeepAsync(string key)
        {
            foreach (var where in (string[])[partition, SystemKeys.Workspaces])
            {
                await ledger.DoAsync(
                    where,
                    Key(key),
                    _ => ValueTask.FromResult<Outcome<Change>>(new Change([], new Answer(200, default))),
                    default
                );
            }
        }
    }

    private static IdempotencyKey Key(string text) => new(text, "fingerprint", "credential");

    /// <summary>Adds one to a number in a row, as a command that says what it has come to.</summary>
    private static async Task<string> CountAsync(CommandLedger ledger, InMemoryRowStore rows, IdempotencyKey key, int body)
    {
        while (true)
        {
            var outcome = await ledger.DoAsync(
                Partition,
                key,
                async token =>
                {
                    var row = await rows.ReadAsync(Partition, "count", token);
                    var next = new byte[] { (byte)((row?.Data.Span[0] ?? 0) + 1) };
                    var write = row is null ? RowWrite.Insert("count", next) : RowWrite.Replace("count", next, row.ETag);
                    return new Change([write], new Answer(200, Encoding.UTF8.GetBytes($"{next[0]} by {body}")));
                },
                default
            );
            if (!outcome.Failed)
            {
                return Encoding.UTF8.GetString(outcome.Value.Body.Span);
            }

            Assert.Equal("urn:atlas:problem:busy", outcome.Problem.Type);
        }
    }

    private static async Task<int> ReadCountAsync(InMemoryRowStore rows) =>
        (await rows.ReadAsync(Partition, "count", default))!.Data.Span[0];

    private CommandLedger Ledger(IRowStore rows) =>
        new(rows, new DueIndex(rows), new Outbox(rows, new RecordingSender(), _clock, NullLogger<Outbox>.Instance), _clock);

    private sealed class RecordingSender : IMessageSender
    {
        public Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }

    /// <summary>Each write arrives twice, and the second answer is the one that comes back.</summary>
    private sealed class EchoingRows(IRowStore rows) : IRowStore
    {
        public ValueTask<Row?> ReadAsync(string partition, string key, CancellationToken cancellationToken) =>
            rows.ReadAsync(partition, key, cancellationToken);

        public ValueTask<RowPage> ReadRangeAsync(
            string partition,
            RowRange range,
            int limit,
            CancellationToken cancellationToken
        ) => rows.ReadRangeAsync(partition, range, limit, cancellationToken);

        public async ValueTask<WriteOutcome> WriteAsync(
            string partition,
            IReadOnlyList<RowWrite> writes,
            CancellationToken cancellationToken
        )
        {
            await rows.WriteAsync(partition, writes, cancellationToken);
            return await rows.WriteAsync(partition, writes, cancellationToken);
        }
    }
}
