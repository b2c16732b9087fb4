namespace Atlas.LocalRuntime.DurableTask;

/// <summary>What a run waits for by number, what it asked for in the current turn, and which timer rows that changes.</summary>
internal sealed class OpenTasks(int first)
{
    private readonly Dictionary<int, IOpenTask> _open = [];
    private List<OpenTimer>? _due;
    private long _ticks;

    public int Next { get; private set; } = first;

    public int Count => _open.Count;

    public int DueCount => _due?.Count ?? 0;

    public IEnumerable<IOpenTask> All => _open.Values;

    /// <summary>Asked for in the current turn, in order.</summary>
    public List<HistoryEvent> Asked { get; private set; } = [];

    /// <summary>Timers of the current turn that need a row.</summary>
    public List<HistoryEvent>? NewRows { get; private set; }

    /// <summary>Timers whose row has done its work.</summary>
    public List<HistoryEvent>? DoneRows { get; private set; }

    public void BeginTurn(long ticks)
    {
        _ticks = ticks;
        _due = null;
        Asked = [];
        NewRows = null;
        DoneRows = null;
    }

    public int TakeNumber() => Next++;

    public IOpenTask? Find(int taskId) => _open.GetValueOrDefault(taskId);

    public IOpenTask? Take(int taskId) => _open.Remove(taskId, out var task) ? task : null;

    public OpenTask<T> Open<T>(HistoryEvent asked)
    {
        OpenTask<T> task = new(asked);
        Asked.Add(asked);
        _open.Add(asked.TaskId, task);
        return task;
    }

    public OpenTimer OpenTimer(HistoryEvent asked)
    {
        OpenTimer timer = new(asked) { HasRow = asked.Ticks > _ticks };
        Asked.Add(asked);
        _open.Add(asked.TaskId, timer);
        if (timer.HasRow)
        {
            (NewRows ??= []).Add(asked);
        }
        else
        {
            (_due ??= []).Add(timer);
        }

        return timer;
    }

    public void Cancel(OpenTimer timer)
    {
        if (_open.Remove(timer.Asked.TaskId))
        {
            Asked.Add(new HistoryEvent(EventKind.TimerCancelled, timer.Asked.TaskId));
            RowDone(timer);
            timer.TrySetCanceled();
        }
    }

    /// <summary>The timer's firing is on record: its row can go.</summary>
    public void RowDone(int taskId)
    {
        if (Find(taskId) is OpenTimer timer)
        {
            RowDone(timer);
        }
    }

    /// <summary>The run is over: no timer needs its row.</summary>
    public void AllRowsDone()
    {
        foreach (var task in _open.Values)
        {
            if (task is OpenTimer timer)
            {
                RowDone(timer);
            }
        }
    }

    /// <summary>Timers that were due when they were made and haven't fired; null for none.</summary>
    public List<OpenTimer>? TakeDue()
    {
        var due = _due;
        _due = null;
        due?.RemoveAll(t => !_open.ContainsKey(t.Asked.TaskId));
        return due is { Count: > 0 } ? due : null;
    }

    private void RowDone(OpenTimer timer)
    {
        if (timer.HasRow && NewRows?.Remove(timer.Asked) != true)
        {
            (DoneRows ??= []).Add(timer.Asked);
        }
    }
}
