using Atlas.Core.Publishing;
using Atlas.Functions.Publishing;
using Atlas.Simulation.Engine;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.Simulation.App;

/// <summary>One instance of the app's own orchestrator. Nothing is replayed: that the engine does it right has tests of its own.</summary>
internal sealed class SimOrchestration(SimHub hub, World world, string id) : TaskOrchestrationContext
{
    private static readonly Act[] s_timer = [Act.Stall, Act.Stall, Act.Lose];

    private readonly TaskCompletionSource _never = new();
    private readonly Stack<TaskCompletionSource> _waiters = new();
    private object? _next;
    private int _buffered;

    /// <summary>Completed, failed or terminated.</summary>
    public bool IsOver { get; private set; }

    public override TaskName Name => nameof(PublishPost);

    public override string InstanceId => id;

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => world.Now.UtcDateTime;

    public override bool IsReplaying => false;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public async Task RunAsync(PublishPostInput? input)
    {
        while (input is not null && !IsOver)
        {
            _next = null;
            _waiters.Clear();
            try
            {
                await PublishPost.RunAsync(this, input);
            }
            catch (TaskFailedException)
            {
                world.Note("hub", $"{id} failed");
            }

            input = (PublishPostInput?)_next;
        }

        IsOver = true;
    }

    /// <summary>From now on nothing of it runs.</summary>
    public void Terminate() => IsOver = true;

    public void Raise()
    {
        if (_waiters.TryPop(out var waiter))
        {
            waiter.TrySetResult();
        }
        else
        {
            _buffered++;
        }
    }

    public override async Task<TResult> CallActivityAsync<TResult>(
        TaskName name,
        object? input = null,
        TaskOptions? options = null
    )
    {
        var policy = options!.Retry!.Policy!;
        for (var attempt = 1; ; attempt++)
        {
            var (end, answer) = await hub.RunActivityAsync(name, (PublishPostInput)input!);
            await LiveAsync();
            if (end.Succeeded)
            {
                return (TResult)(object)answer!;
            }

            if (attempt == policy.MaxNumberOfAttempts)
            {
                throw new TaskFailedException(name, attempt, end.Fault!);
            }

            var wait = policy.FirstRetryInterval * Math.Pow(policy.BackoffCoefficient, attempt - 1);
            await world.DelayAsync(wait < policy.MaxRetryInterval ? wait : policy.MaxRetryInterval);
            await LiveAsync();
        }
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var act = world.Chaos.At("timer", s_timer);
        var late = act == Act.Stall ? world.Chaos.Upto(180) : TimeSpan.Zero;
        await world.DelayAsync(
            act == Act.Lose ? Timeout.InfiniteTimeSpan : fireAt - world.Now.UtcDateTime + late,
            cancellationToken
        );
        await LiveAsync();
    }

    public override async Task<T?> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
        where T : default
    {
        if (_buffered > 0)
        {
            _buffered--;
            return default;
        }

        var waiter = new TaskCompletionSource();
        _waiters.Push(waiter);
        await waiter.Task;
        await LiveAsync();
        return default;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => _next = newInput;

    public override T? GetInput<T>()
        where T : default => throw new NotSupportedException();

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

    public override void SetCustomStatus(object? customStatus) => throw new NotSupportedException();

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName,
        object? input = null,
        TaskOptions? options = null
    ) => throw new NotSupportedException();

    public override Guid NewGuid() => throw new NotSupportedException();

    private Task LiveAsync() => IsOver ? _never.Task : Task.CompletedTask;
}
