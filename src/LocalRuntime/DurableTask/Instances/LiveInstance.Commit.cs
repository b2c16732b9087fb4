using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask;

internal sealed partial class LiveInstance
{
    private static readonly TimeSpan s_firstBackOff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestBackOff = TimeSpan.FromSeconds(5);

    /// <summary>Called on the writer's lane: now, and not before, the turn's effects may begin.</summary>
    public void Committed(TurnWrite write, Exception? fault)
    {
        if (fault is not null)
        {
            Restore(write);
            BackOff(fault);
            return;
        }

        _engine.TurnCommitted(write);
        List<ActivityWork>? activities = null;
        lock (_lock)
        {
            _faults = 0;
            _lastTicks = write.Ticks;
            foreach (var asked in write.Asked)
            {
                if (asked.Kind == EventKind.ActivityScheduled && write.Outcome is null && _inFlight.Add(asked.TaskId))
                {
                    (activities ??= []).Add(new ActivityWork(this, write.Info, asked));
                }
            }

            Advance(write);
        }

        foreach (var work in activities ?? [])
        {
            _engine.Activities.Add(work);
        }
    }

    private void Advance(TurnWrite write)
    {
        if (write.NextInfo is { } next)
        {
            _info = next;
            _run = null;
            _turn = 0;
            _inFlight.Clear();
            _mailbox.RemoveAll(m => m.MessageRow == 0); // results of a generation that is over
            SetIdleOrQueue(again: true);
        }
        else if (write.Outcome is not null)
        {
            Leave();
        }
        else
        {
            _turn++;
            if (write.Changed is { } changed && _info is { } info)
            {
                _info = info with { Status = changed.Status, CustomStatus = changed.Custom };
            }

            foreach (var timer in _run?.Tasks.TakeDue() ?? [])
            {
                _mailbox.Add(new HistoryEvent(EventKind.TimerFired, timer.Asked.TaskId) { Ticks = timer.Asked.Ticks });
            }

            SetIdleOrQueue(_mailbox.Count > 0 || _mustLoad);
        }
    }

    /// <summary>Puts back what the failed commit held and no row holds. The rest is read again, since the commit may have happened.</summary>
    private void Restore(TurnWrite write)
    {
        lock (_lock)
        {
            _mailbox.InsertRange(
                0,
                write.Happened.Where(e => e.MessageRow == 0 && e.Kind is EventKind.ActivityCompleted or EventKind.ActivityFailed)
            );
        }
    }

    private void BackOff(Exception fault)
    {
        TimeSpan delay;
        lock (_lock)
        {
            if (_stage == Stage.Gone)
            {
                return;
            }

            _stage = Stage.BackingOff;
            _mustLoad = true;
            _run = null;
            delay = s_firstBackOff * Math.Pow(2, Math.Min(_faults++, 10));
        }

        _engine.Faulted(fault);
        _engine.Delays.After(
            delay < s_longestBackOff ? delay : s_longestBackOff,
            () =>
            {
                lock (_lock)
                {
                    if (_stage != Stage.BackingOff)
                    {
                        return Task.CompletedTask;
                    }

                    _stage = Stage.Queued;
                }

                _engine.Turns.Add(this);
                return Task.CompletedTask;
            }
        );
    }
}
