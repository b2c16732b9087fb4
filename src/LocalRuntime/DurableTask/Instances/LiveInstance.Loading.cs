using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.DurableTask;

internal sealed partial class LiveInstance
{
    /// <summary>Brings it back from its rows. False where nothing unfinished is left.</summary>
    private async ValueTask<bool> LoadAsync()
    {
        var stored = await _engine.Database.ReadAsync(s => InstanceRows.Load(s, Sequence));
        lock (_lock)
        {
            _mustLoad = false;
            if (stored is null)
            {
                Leave();
                return false;
            }

            _info = stored.Info;
            Share = _engine.Shares.Of(stored.Info.Input);
            _run = null;
            _turn = stored.Turns.Count == 0 ? 0 : stored.Turns[^1].Number + 1;
            _lastTicks = stored.Turns.Count == 0 ? 0 : stored.Turns[^1].Ticks;
            if (stored.Messages.Count > 0)
            {
                _loadedRow = Math.Max(_loadedRow, stored.Messages[^1].MessageRow);
            }

            _mailbox.RemoveAll(m => m.MessageRow != 0 && m.MessageRow <= _loadedRow);
            _mailbox.InsertRange(0, stored.Messages); // what came since the read is younger
        }

        if (stored.Turns.Count > 0 && Mismatch(stored.Info) is null && Function(stored.Info) is { } function)
        {
            _run = NewRun(stored.Info, function);
            if (Replay(_run, stored.Turns) is { } disagreement)
            {
                WriteEnd(stored.Info, Now(), RunOutcome.Failed(Failures.NotDeterministic(disagreement)), []);
                return false;
            }

            Recover(_run);
        }

        return true;
    }

    private OrchestrationRun NewRun(InstanceInfo info, Func<TaskOrchestrationContext, Task<object?>> function) =>
        new(info, function, _engine.Services, () => TryPost(new HistoryEvent(EventKind.Strayed)));

    private Func<TaskOrchestrationContext, Task<object?>>? Function(InstanceInfo info) =>
        _engine.Services.Functions.Orchestrator(info.Name);

    /// <summary>Runs the code over its history; null where both agree, else where they part.</summary>
    private static string? Replay(OrchestrationRun run, List<HistoryTurn> turns)
    {
        var step = 0;
        foreach (var turn in turns)
        {
            var outcome = run.Turn(turn.Ticks, replaying: true, turn.Happened);
            var asked = run.Tasks.Asked;
            for (var i = 0; i < Math.Max(asked.Count, turn.Asked.Count); i++, step++)
            {
                var expected = i < turn.Asked.Count ? turn.Asked[i] : null;
                var found = i < asked.Count ? asked[i] : null;
                if (expected is null || found is null || !expected.IsSameStepAs(found))
                {
                    return Disagreement(run.Info, step, turn.Number, expected?.Describe(), found?.Describe());
                }
            }

            if (outcome is not null)
            {
                return Disagreement(run.Info, step, turn.Number, "to wait", $"the end ({outcome.Status})");
            }
        }

        return null;
    }

    private static string Disagreement(InstanceInfo info, int step, long turn, string? expected, string? found) =>
        $"Orchestrator '{info.Name}' did not replay its history (instance '{info.Id}', step {step} in turn {turn}): "
        + $"expected {expected ?? "nothing more"}, found {found ?? "nothing"}. "
        + "Its code has changed or is not deterministic; give changed code a new version.";

    /// <summary>Starts again what the history says is under way and this process isn't doing.</summary>
    private void Recover(OrchestrationRun run)
    {
        var now = _engine.Time.GetUtcNow().UtcTicks;
        List<ActivityWork> lost = [];
        lock (_lock)
        {
            foreach (var task in run.Tasks.All.OrderBy(t => t.Asked.TaskId))
            {
                var asked = task.Asked;
                var isKnown = _mailbox.Exists(m => m.TaskId == asked.TaskId && m.IsAnswer) || run.IsAnswered(asked.TaskId);
                if (asked.Kind == EventKind.ActivityScheduled && !isKnown && _inFlight.Add(asked.TaskId))
                {
                    lost.Add(new ActivityWork(this, run.Info, asked));
                }
                else if (asked.Kind == EventKind.TimerCreated && asked.Ticks <= now && !isKnown)
                {
                    _mailbox.Add(new HistoryEvent(EventKind.TimerFired, asked.TaskId) { Ticks = asked.Ticks });
                }
            }
        }

        foreach (var work in lost)
        {
            _engine.Activities.Add(work);
        }
    }
}
