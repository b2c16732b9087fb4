using Atlas.Functions.Publishing;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.Capacity.Counting;

/// <summary>One instance of the app's own orchestrator.</summary>
internal sealed class CountedOrchestration(CountedHub hub, string id) : TaskOrchestrationContext
{
    private TaskCompletionSource? _waiter;
    private object? _next;
    private int _buffered;

    public bool IsOver { get; private set; }

    /// <summary>Why the orchestrator broke off; null where it didn't.</summary>
    public Exception? Fault { get; private set; }

    public override TaskName Name => nameof(PublishPost);

    public override string InstanceId => id;

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => hub.Now.UtcDateTime;

    public override bool IsReplaying => false;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public async Task RunAsync(PublishPostInput input, DateTimeOffset? startAt)
    {
        Tally.Enter(Stages.Orchestration);
        hub.Works();
        hub.Add(Unit.Starts);
        await hub.AtAsync(startAt > hub.Now ? startAt.Value : hub.Now, CancellationToken.None);

        try
        {
            for (PublishPostInput? now = input; now is not null; now = (PublishPostInput?)_next)
            {
                _next = null;
                hub.Turn();
                await PublishPost.RunAsync(this, now);
            }
        }
        catch (Exception ex) // the engine ends such an instance as failed
        {
            Fault = ex;
        }

        IsOver = true;
        hub.Rests();
    }

    public void Raise()
    {
        if (_waiter is { } waiter)
        {
            _waiter = null;
            hub.Works();
            hub.Turn();
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
        var answer = await hub.RunActivityAsync(name, (PublishPostInput)input!);
        hub.Turn();
        return (TResult)(object)answer;
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        hub.Add(Unit.Timers);
        await hub.AtAsync(new DateTimeOffset(fireAt, TimeSpan.Zero), cancellationToken);
        hub.Turn();
    }

    public override async Task<T?> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
        where T : default
    {
        if (_buffered > 0)
        {
            _buffered--;
            return default;
        }

        _waiter = new TaskCompletionSource();
        await _waiter.Task;
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
}
