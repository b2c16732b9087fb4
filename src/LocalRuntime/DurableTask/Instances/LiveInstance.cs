using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>
/// An unfinished instance in memory: a mailbox and, while it is cached, its orchestrator between turns. At most one
/// turn of it runs or commits at a time. This part is the mailbox; the turn and the commit have parts of their own.
/// </summary>
internal sealed partial class LiveInstance
{
    private readonly HubEngine _engine;
    private readonly Lock _lock = new();
    private readonly HashSet<int> _inFlight = [];
    private List<HistoryEvent> _mailbox = [];
    private Stage _stage = Stage.Idle;
    private InstanceInfo? _info;
    private OrchestrationRun? _run;
    private long _turn;
    private long _lastTicks;
    private long _loadedRow;
    private bool _mustLoad;
    private int _faults;

    /// <summary>An instance that is only rows so far.</summary>
    public LiveInstance(HubEngine engine, long sequence, string share)
    {
        _engine = engine;
        Sequence = sequence;
        Share = share;
        _mustLoad = true;
    }

    /// <summary>An instance that was just made: all there is to know is here.</summary>
    public LiveInstance(HubEngine engine, InstanceInfo info)
    {
        _engine = engine;
        Sequence = info.Sequence;
        Share = engine.Shares.Of(info.Input);
        _info = info;
    }

    private enum Stage
    {
        Idle,
        Queued,
        Turning,
        Committing,
        BackingOff,
        Gone,
    }

    public long Sequence { get; }

    /// <summary>Whose it is; empty while nobody knows.</summary>
    public string Share { get; private set; }

    /// <summary>Its place among the idle, for <see cref="LiveInstances"/> alone.</summary>
    public LinkedListNode<LiveInstance>? IdleNode { get; set; }

    /// <summary>Recursion travels in the name: the message has no other use for it.</summary>
    public static HistoryEvent Termination(string? output, bool recursive) =>
        new(EventKind.Terminated) { Text = output, Name = recursive ? "recursive" : null };

    /// <summary>Runs its first turn soon, unless a message that came before has seen to that.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            if (!TryQueue())
            {
                return;
            }
        }

        _engine.Turns.Add(this);
    }

    /// <summary>False where it has left memory, so that the message must find it anew.</summary>
    public bool TryPost(HistoryEvent message)
    {
        lock (_lock)
        {
            if (_stage == Stage.Gone)
            {
                return false;
            }

            if (!Keep(message) || !TryQueue())
            {
                return true;
            }
        }

        _engine.Turns.Add(this);
        return true;
    }

    /// <summary>Takes an activity's result and runs the turn that follows from it right here, if there's a free place.</summary>
    public ValueTask PostResultAsync(HistoryEvent result)
    {
        lock (_lock)
        {
            // Only the first result of a task counts.
            if (_stage == Stage.Gone || !_inFlight.Remove(result.TaskId))
            {
                return ValueTask.CompletedTask;
            }

            _mailbox.Add(result);
            if (!TryQueue())
            {
                return ValueTask.CompletedTask;
            }
        }

        return _engine.Turns.AddAndRunAsync(this);
    }

    /// <summary>Leaves memory, unless something has come up.</summary>
    public bool TryEvict()
    {
        lock (_lock)
        {
            if (_stage != Stage.Idle || _inFlight.Count > 0)
            {
                return false;
            }

            Leave();
            return true;
        }
    }

    private bool Keep(HistoryEvent message)
    {
        if (message.Kind == EventKind.Woken)
        {
            _mustLoad = true;
            return true;
        }

        // What a load has seen, or its predecessor consumed, may still be on its way here.
        if (message.MessageRow != 0 && message.MessageRow <= _loadedRow)
        {
            return false;
        }

        _mailbox.Add(message);
        return true;
    }

    private bool TryQueue()
    {
        if (_stage != Stage.Idle)
        {
            return false;
        }

        _stage = Stage.Queued;
        _engine.Live.NoLongerIdle(this);
        return true;
    }

    private void Leave()
    {
        _stage = Stage.Gone;
        _run = null;
        _mailbox = [];
        _engine.Live.Remove(this);
    }

    private void SetIdleOrQueue(bool again)
    {
        if (again)
        {
            _stage = Stage.Queued;
            _engine.Turns.Add(this);
            return;
        }

        _stage = Stage.Idle;
        if (_inFlight.Count == 0)
        {
            _engine.Live.Idle(this);
        }
    }

    private static OrchestrationRuntimeStatus StatusOf(OrchestrationRun run) =>
        run.IsSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running;
}
