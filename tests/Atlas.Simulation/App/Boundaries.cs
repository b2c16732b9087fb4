using System.Text.Json;
using Atlas.Core.Storage;
using Atlas.Simulation.Engine;

namespace Atlas.Simulation.App;

/// <summary>What happens to one process at the boundaries of its I/O.</summary>
internal sealed class Boundaries(SimProcess process, World world)
{
    private static readonly Act[] s_call = [Act.Fault, Act.Fault, Act.Stall, Act.Crash, Act.Freeze];
    private static readonly Act[] s_written = [Act.Fault, Act.Conflict, Act.Stall, Act.Crash, Act.Freeze];

    /// <summary>Longer than a lease, the reconciliation behind it and another attempt.</summary>
    private static readonly TimeSpan s_sleep = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _never = new();

    public SimProcess Process => process;

    public async ValueTask RowsAsync(string name, CancellationToken cancellationToken)
    {
        if (world.BusyUntil > world.Now && world.Random.Next(10) > 0)
        {
            world.Chaos.Table.Count("store busy", Act.Fault);
            throw new StorageUnavailableException("ServerBusy", s_retryAfter, innerException: null);
        }

        if (await PassAsync(name, s_call, cancellationToken) == Act.Fault)
        {
            throw new StorageUnavailableException("ServerBusy", TimeSpan.FromMilliseconds(200), innerException: null);
        }
    }

    /// <summary>Behind a write that is done. True where the caller sees a conflict instead.</summary>
    public async ValueTask<bool> WrittenAsync(string name, CancellationToken cancellationToken) =>
        await PassAsync(name, s_written, cancellationToken) switch
        {
            Act.Fault => throw new StorageUnavailableException("the answer was lost", retryAfter: null, innerException: null),
            Act.Conflict => true,
            _ => false,
        };

    /// <summary>A process that was frozen sees what has run out meanwhile before anything leaves it.</summary>
    public async ValueTask CallAsync(string name, CancellationToken cancellationToken)
    {
        var thaws = process.Thaws;
        var claim = name.StartsWith("publish", StringComparison.Ordinal) ? world.Judge.ClaimOf(World.Current.Value) : null;
        if (await PassAsync(name, s_call, cancellationToken) == Act.Fault)
        {
            throw new HttpRequestException("The connection was cut.");
        }

        if (claim is not null && thaws != process.Thaws && claim != world.Judge.ClaimOf(World.Current.Value))
        {
            world.Tell("wakes after a takeover");
        }

        while (thaws != process.Thaws)
        {
            thaws = process.Thaws;
            await Task.Delay(TimeSpan.FromMilliseconds(1), process.Time, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Tell(string what) => world.Tell(what);

    /// <summary>For the reader of a trace.</summary>
    public void NoteWrite(IReadOnlyList<RowWrite> writes, WriteOutcome outcome)
    {
        if (!world.IsTraced)
        {
            return;
        }

        foreach (
            var write in writes.Where(write => write.Key.StartsWith("pub:", StringComparison.Ordinal) && write.Data.Length > 0)
        )
        {
            var row = JsonSerializer.Deserialize(write.Data.Span, StoredJson.Default.Publication)!;
            world.Note(
                process.Name,
                $"{(outcome.Succeeded ? "WROTE" : $"could not write ({outcome.Conflict})")} {world.NameOf(row.Id)} g{row.Generation} {row.State} due {row.DueAt:HH:mm:ss} waits {row.Waiting?.Reason} {row.Waiting?.Until:HH:mm:ss} intent {row.Intent?.At:HH:mm:ss.fff} lease {row.Lease?.Until:HH:mm:ss} attempts {row.Attempts}+{row.LostAnswers} id {row.PlatformPostId} {row.Failure?.Code}: {row.Timeline[^1].Event} {row.Timeline[^1].Detail}"
            );
        }
    }

    private async ValueTask<Act> PassAsync(string name, Act[] possible, CancellationToken cancellationToken)
    {
        var asleep = world.FallsAsleep(name);
        var act = asleep ? Act.Freeze : world.Chaos.At(name, possible);
        if (act > Act.Yield)
        {
            world.Note(process.Name, $"{name}: {act}");
        }

        switch (act)
        {
            case Act.Yield:
                await Task.Yield();
                break;
            case Act.Stall:
                await Task.Delay(world.Chaos.Upto(world.Random.Next(3) == 0 ? 400 : 40), process.Time, cancellationToken);
                break;
            case Act.Crash:
                world.Crash(process);
                await _never.Task; // a dead process runs no catch block
                break;
            case Act.Freeze:
                var duration = world.Chaos.Upto(world.Random.Next(3) == 0 ? 600 : 90);
                world.Freeze(process, asleep ? s_sleep + duration : duration);
                await Task.Yield();
                break;
        }

        return act;
    }
}
