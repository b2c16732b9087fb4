using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>
/// One execution of an orchestrator's code, fed turn by turn: first with its history, then with what happens. A turn
/// runs on one thread, and between turns the code stands still.
/// </summary>
internal sealed class OrchestrationRun
{
    public const string StrayedMessage =
        "The orchestrator left its thread: it awaited something that is not a durable task (ConfigureAwait(false), Task.Run, "
        + "a real delay or I/O). Orchestrators may await only what the context gives them; do the rest in an activity.";

    private const int MostRoundsOfDueTimers = 16;

    private readonly Func<TaskOrchestrationContext, Task<object?>> _function;
    private readonly DurableOrchestrationContext _context;
    private readonly TurnSynchronizationContext _synchronization;
    private readonly Action _onStrayed;
    private Queue<HistoryEvent>? _held;
    private Task<object?>? _root;
    private int _turnThread;
    private volatile bool _strayed;

    public OrchestrationRun(
        InstanceInfo info,
        Func<TaskOrchestrationContext, Task<object?>> function,
        RunServices services,
        Action onStrayed
    )
    {
        Info = info;
        Services = services;
        Tasks = new OpenTasks(info.FirstTask);
        Events = new ExternalEvents(services.Converter);
        CustomStatus = info.CustomStatus;
        _function = function;
        _onStrayed = onStrayed;
        _synchronization = new TurnSynchronizationContext(this);
        _context = new DurableOrchestrationContext(this);
    }

    public InstanceInfo Info { get; }

    public RunServices Services { get; }

    public OpenTasks Tasks { get; }

    public ExternalEvents Events { get; }

    public DateTime Now { get; private set; }

    public bool IsReplaying { get; private set; }

    public bool IsStarted => _root is not null;

    public bool HasStrayed => _strayed;

    public bool IsSuspended { get; private set; }

    public string? CustomStatus { get; set; }

    public NextGeneration? Next { get; set; }

    public bool IsOnTurnThread => _turnThread == Environment.CurrentManagedThreadId;

    private bool IsOver => _root is { IsCompleted: true };

    /// <summary>Runs one turn. Timers that fall due within it are fired and added to <paramref name="happened"/>.</summary>
    /// <returns>How the run ended; null while it waits.</returns>
    public RunOutcome? Turn(long ticks, bool replaying, List<HistoryEvent> happened)
    {
        Now = new DateTime(ticks, DateTimeKind.Utc);
        IsReplaying = replaying;
        Tasks.BeginTurn(ticks);
        _turnThread = Environment.CurrentManagedThreadId;
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_synchronization);
        try
        {
            if (_root is null)
            {
                Start();
            }

            foreach (var e in happened)
            {
                Apply(e);
            }

            if (!replaying)
            {
                FireDueTimers(happened);
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
            _turnThread = 0;
        }

        return Outcome();
    }

    /// <summary>Whether the event still means something to this run. What doesn't is dropped unrecorded.</summary>
    public bool Accepts(HistoryEvent e) =>
        e.Kind switch
        {
            EventKind.ActivityCompleted
            or EventKind.ActivityFailed
            or EventKind.SubOrchestrationCompleted
            or EventKind.SubOrchestrationFailed => Tasks.Find(e.TaskId) is not null,
            EventKind.TimerFired => Tasks.Find(e.TaskId) is OpenTimer timer && timer.Asked.Ticks == e.Ticks,
            EventKind.EventRaised or EventKind.Suspended or EventKind.Resumed => true,
            _ => false,
        };

    /// <summary>Whether the task's answer is on record, though a suspension still keeps it from the code.</summary>
    public bool IsAnswered(int taskId) => _held?.Any(e => e.TaskId == taskId && e.IsAnswer) == true;

    /// <summary>What a restart would have to wake this instance for.</summary>
    public int CountUnderWay() =>
        Tasks.DueCount + Tasks.All.Count(t => t.Asked.Kind == EventKind.ActivityScheduled && !IsAnswered(t.Asked.TaskId));

    public void EnsureOnTurnThread()
    {
        if (!IsOnTurnThread)
        {
            Stray();
            throw new InvalidOperationException(StrayedMessage);
        }
    }

    public void Stray()
    {
        _strayed = true;
        _onStrayed();
    }

    private void Start()
    {
        try
        {
            _root = _function(_context);
        }
        catch (Exception ex) // an orchestrator that isn't async: its failure is the instance's
        {
            _root = Task.FromException<object?>(ex);
        }

        _root.GetAwaiter().UnsafeOnCompleted(static () => { }); // posted to us: an end on another thread is noticed
        _synchronization.Pump();
    }

    private void Apply(HistoryEvent e)
    {
        if (!IsReplaying && e.Kind == EventKind.TimerFired)
        {
            Tasks.RowDone(e.TaskId);
        }

        if (e.Kind == EventKind.Suspended)
        {
            IsSuspended = true;
        }
        else if (e.Kind == EventKind.Resumed)
        {
            IsSuspended = false;
            while (!IsSuspended && _held is { Count: > 0 })
            {
                Deliver(_held.Dequeue());
            }
        }
        else if (IsSuspended)
        {
            (_held ??= []).Enqueue(e);
        }
        else
        {
            Deliver(e);
        }
    }

    private void Deliver(HistoryEvent e)
    {
        if (e.Kind == EventKind.EventRaised)
        {
            if (IsOver)
            {
                Events.Buffer(e);
            }
            else
            {
                Events.Raise(e);
            }
        }
        else if (!IsOver && Tasks.Take(e.TaskId) is { } task)
        {
            if (e.Kind is EventKind.ActivityFailed or EventKind.SubOrchestrationFailed)
            {
                task.Fail(FailureJson.Read(e.Text ?? ""));
            }
            else
            {
                task.Complete(e.Text, Services.Converter);
            }
        }

        _synchronization.Pump();
    }

    private void FireDueTimers(List<HistoryEvent> happened)
    {
        for (var round = 0; round < MostRoundsOfDueTimers && !IsOver && Tasks.TakeDue() is { } due; round++)
        {
            foreach (var timer in due)
            {
                HistoryEvent fired = new(EventKind.TimerFired, timer.Asked.TaskId) { Ticks = timer.Asked.Ticks };
                happened.Add(fired);
                Apply(fired);
            }
        }
    }

    private RunOutcome? Outcome()
    {
        if (_strayed)
        {
            return RunOutcome.Failed(new InvalidOperationException(StrayedMessage));
        }

        if (!IsOver)
        {
            return Tasks.Count > 0 || Events.HasWaiters || IsSuspended
                ? null
                : RunOutcome.Failed(new InvalidOperationException(StrayedMessage));
        }

        if (_root is not { IsCompletedSuccessfully: true })
        {
            return RunOutcome.Failed(_root?.Exception?.InnerException ?? new TaskCanceledException(_root));
        }

        if (Next is { } next)
        {
            return new RunOutcome(OrchestrationRuntimeStatus.ContinuedAsNew, Output: null)
            {
                Next = next,
                CarriedOver = next.PreservesEvents ? [.. Events.Buffered, .. HeldEvents()] : [],
            };
        }

        try
        {
            return new RunOutcome(OrchestrationRuntimeStatus.Completed, Services.Converter.Serialize(_root.Result));
        }
        catch (Exception ex) // a result that can't be written fails the instance
        {
            return RunOutcome.Failed(ex);
        }
    }

    private IEnumerable<HistoryEvent> HeldEvents() => _held?.Where(e => e.Kind == EventKind.EventRaised) ?? [];
}
