using System.Text;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Messaging;
using Atlas.Core.Operations;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Tests.Publishing;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Tests.Operations;

/// <summary>What operators do, away from the door that lets them in.</summary>
public sealed class OperatedTests : IDeadLetters
{
    private static readonly Caller s_ana = new(default, "operator:ana", "Etc/UTC", [Scopes.Operate], new Secret("key"));
    private readonly PublishingWorld _world = new();
    private int _settled;
    private Action? _atSettle;

    private OperationsLog OperatorsLog => new(_world.Rows, _world.Clock, NullLogger<OperationsLog>.Instance);

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 128)] // the longest lease, and the time in which an instance may not know of the drain
    public async Task A_drain_is_over_when_no_instance_can_be_at_work(bool singleProcess, int seconds)
    {
        var switches = Switches(singleProcess);
        await switches.DrainAsync(s_ana, new DrainRequest("a new version"), default);

        if (seconds > 0)
        {
            _world.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.False(await IsDrainedAsync(switches));
            _world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(await IsDrainedAsync(switches));
    }

    [Fact]
    public async Task What_can_not_be_written_to_the_log_is_not_done()
    {
        var office = new DeadLetterOffice(this, OperatorsLog);
        var request = new SettleDeadLettersRequest(null, All: true);
        _world.AtBoundary = _ => new Interruption.Fault();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => office.SettleAsync(s_ana, request, replay: false, default));
        Assert.Equal(0, _settled);
    }

    [Fact]
    public async Task What_was_done_is_done_though_the_log_does_not_take_how_it_ended()
    {
        var office = new DeadLetterOffice(this, OperatorsLog);
        _atSettle = () => _world.AtBoundary = _ => new Interruption.Fault();

        var answer = await office.SettleAsync(s_ana, new SettleDeadLettersRequest([7], null), replay: false, default);

        Assert.Equal(200, answer.Value?.Status);
        Assert.Equal(1, _settled);
        _world.AtBoundary = null;
        var log = Encoding.UTF8.GetString((await OperatorsLog.ListAsync(null, 10, default)).Value!.Body.Span);
        Assert.Contains("asked", log);
        Assert.Contains("\"7\"", log);
    }

    Task<IReadOnlyList<DeadLetter>> IDeadLetters.ListAsync(
        string queue,
        long fromNumber,
        int limit,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<DeadLetter>>([]);

    Task<int> IDeadLetters.SettleAsync(
        string queue,
        IReadOnlySet<long>? numbers,
        bool replay,
        int limit,
        CancellationToken cancellationToken
    )
    {
        _atSettle?.Invoke();
        return Task.FromResult(++_settled);
    }

    private static async Task<bool> IsDrainedAsync(OperateSwitches switches)
    {
        using var status = JsonDocument.Parse((await switches.ReadAsync(default)).Value!.Body);
        return status.RootElement.GetProperty("drain").GetProperty("drained").GetBoolean();
    }

    private OperateSwitches Switches(bool singleProcess) =>
        new(
            _world.Rows,
            _world.Hold,
            new InFlight(),
            OperatorsLog,
            _world.Outbox,
            new OperationsOptions { SingleProcess = singleProcess },
            Options.Create(new PublishingOptions()),
            _world.Clock,
            NullLogger<OperateSwitches>.Instance
        );
}
