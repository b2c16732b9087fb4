using Atlas.Core.Publishing;
using Atlas.Functions.Publishing;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Atlas.Capacity.Counting;

/// <summary>Runs the app's own orchestrator and counts what it asks of its back end. Nothing fails here and nothing is replayed.</summary>
internal sealed class CountedHub(AdvancePublication advance, AdvanceChildStep children, Tally tally, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CountedOrchestration> _instances = [];
    private readonly List<(DateTimeOffset At, TaskCompletionSource Fires)> _timers = [];
    private DateTimeOffset _lastStretch;
    private int _busy;
    private TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Why orchestrators broke off.</summary>
    public IReadOnlyList<Exception> Faults => [.. _instances.Values.Select(instance => instance.Fault).OfType<Exception>()];

    public DateTimeOffset? NextTimerAt
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count == 0 ? null : _timers.Min(timer => timer.At);
            }
        }
    }

    public void Start(StartOrchestrationOptions options, object input)
    {
        tally.Add(Unit.Queries); // whether such an instance is alive
        var id = options.InstanceId!;
        if (Find(id) is { IsCompleted: false })
        {
            throw new OrchestrationAlreadyExistsException($"{id} runs already.");
        }

        var instance = _instances[id] = new CountedOrchestration(this, id);
        _ = instance.RunAsync((PublishPostInput)input, options.StartAt);
    }

    public void Raise(string id)
    {
        if (_instances.TryGetValue(id, out var instance))
        {
            tally.Add(Unit.Events);
            instance.Raise();
        }
    }

    public OrchestrationMetadata? Find(string id) =>
        _instances.TryGetValue(id, out var instance)
            ? new OrchestrationMetadata(nameof(PublishPost), id)
            {
                RuntimeStatus = instance.IsOver ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Running,
            }
            : null;

    /// <summary>When every instance waits for a time or is over.</summary>
    public Task SettledAsync()
    {
        lock (_lock)
        {
            return _busy == 0 ? Task.CompletedTask : _settled.Task;
        }
    }

    /// <summary>One after the other: what one finds in memory of another doesn't hang on which is faster.</summary>
    public async Task FireTimersAsync()
    {
        while (TakeDue() is { } timer)
        {
            timer.TrySetResult();
            await SettledAsync();
        }
    }

    internal void Add(Unit unit) => tally.Add(unit);

    /// <summary>The back end gives an instance something that happened, and its code runs on.</summary>
    internal void Turn()
    {
        tally.Add(Unit.Turns);
        tally.Add(Unit.Executions);
        lock (_lock)
        {
            if (_lastStretch == Now)
            {
                return;
            }

            _lastStretch = Now;
        }

        tally.Add(Unit.Stretches);
    }

    internal void Works()
    {
        lock (_lock)
        {
            _busy++;
        }
    }

    internal void Rests()
    {
        lock (_lock)
        {
            if (--_busy == 0)
            {
                _settled.TrySetResult();
                _settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>The instance rests until then; firing sets it to work again.</summary>
    internal Task AtAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        var fires = new TaskCompletionSource();
        lock (_lock)
        {
            _timers.Add((time, fires));
        }

        cancellationToken.Register(() =>
        {
            lock (_lock)
            {
                _timers.RemoveAll(timer => timer.Fires == fires);
            }

            fires.TrySetCanceled();
        });
        Rests();
        return fires.Task;
    }

    private TaskCompletionSource? TakeDue()
    {
        lock (_lock)
        {
            var due = _timers.Where(timer => timer.At <= Now).OrderBy(timer => timer.At).ToList();
            if (due.Count == 0)
            {
                return null;
            }

            _timers.Remove(due[0]);
            _busy++;
            return due[0].Fires;
        }
    }

    internal async Task<AdvanceAnswer> RunActivityAsync(string name, PublishPostInput input)
    {
        tally.Add(Unit.Activities);
        tally.Add(Unit.Executions);
        var request = new AdvanceInput(input.WorkspaceId, input.PublicationId, input.Generation);
        return name == nameof(AdvanceChildStep)
            ? await children.RunAsync(request, CancellationToken.None)
            : await advance.RunAsync(request, CancellationToken.None);
    }
}
