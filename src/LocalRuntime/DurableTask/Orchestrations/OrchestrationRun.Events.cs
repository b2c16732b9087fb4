namespace Atlas.LocalRuntime.DurableTask;

/// <summary>How what happens reaches the code.</summary>
internal sealed partial class OrchestrationRun
{
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
}
