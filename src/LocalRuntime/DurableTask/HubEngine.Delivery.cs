namespace Atlas.LocalRuntime.DurableTask;

/// <summary>What follows from commits and from the clock.</summary>
internal sealed partial class HubEngine
{
    /// <summary>An instance's row is committed.</summary>
    public void Started(InstanceInfo info)
    {
        Interlocked.Increment(ref _unfinished);
        if (info.StartTicks is { } start && start > Time.GetUtcNow().UtcTicks)
        {
            Timers.Add(start, info.Sequence, HistoryEvent.StartTask, Shares.Of(info.Input));
        }
        else if (!_stopped)
        {
            Live.Start(info);
        }
    }

    /// <summary>Called on the writer's lane once a turn is on disk.</summary>
    public void TurnCommitted(TurnWrite write)
    {
        _lastFault = null;
        Interlocked.Increment(ref _turns);
        Interlocked.Add(ref _events, write.Happened.Count + write.Asked.Count);
        foreach (var timer in write.NewTimers ?? [])
        {
            Timers.Add(timer.Ticks, write.Info.Sequence, timer.TaskId, write.Share);
        }

        foreach (var child in write.Children)
        {
            Started(child);
        }

        foreach (var (sequence, message) in write.Sent)
        {
            Deliver(sequence, message);
        }

        var finished = write.Outcome is not null && write.NextInfo is null;
        if (finished)
        {
            Interlocked.Decrement(ref _unfinished);
        }

        if (finished || write.Turn == 0)
        {
            Waiters.Changed(write.Info.Id);
        }
    }

    /// <summary>Brings a committed message to its instance.</summary>
    public void Deliver(long sequence, HistoryEvent message)
    {
        if (_stopped)
        {
            return;
        }

        if (message.Kind == EventKind.EventRaised && Hostile is { } hostile)
        {
            if (hostile.RepeatsEvent())
            {
                Delays.After(hostile.Options.EventDelay, () => Arrive(sequence, message with { MessageRow = 0 }));
            }

            if (hostile.DelaysEvent())
            {
                Delays.After(hostile.Options.EventDelay, () => Arrive(sequence, message));
                return;
            }
        }

        Live.Deliver(sequence, message);
    }

    public void TimerDue(DueTimer timer)
    {
        HistoryEvent fired = new(EventKind.TimerFired, timer.TaskId) { Ticks = timer.Ticks };
        if (Hostile?.LosesTimer() == true)
        {
            Delays.After(Hostile.Options.LostTimerDelay, () => Arrive(timer.Sequence, fired));
            return;
        }

        Live.Deliver(timer.Sequence, fired, timer.Share);
    }
}
