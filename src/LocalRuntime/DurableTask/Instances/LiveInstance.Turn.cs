using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask;

internal sealed partial class LiveInstance
{
    /// <summary>Takes what is in the mailbox, lets the orchestrator act on it, and hands both to the writer as one commit.</summary>
    public async ValueTask RunTurnAsync()
    {
        try
        {
            bool mustLoad;
            lock (_lock)
            {
                _stage = Stage.Turning;
                mustLoad = _mustLoad || (_turn > 0 && _engine.ForcesReplay());
            }

            if (!mustLoad || await LoadAsync())
            {
                Turn();
            }
        }
        catch (Exception ex) // the edge of a turn: rows that can't be read now may be readable later
        {
            BackOff(ex);
        }
    }

    private void Turn()
    {
        List<HistoryEvent> mail;
        lock (_lock)
        {
            mail = _mailbox;
            _mailbox = [];
        }

        var info = _info ?? throw new InvalidOperationException("The instance isn't loaded.");
        var ticks = Now();
        if (mail.Find(m => m.Kind == EventKind.Terminated) is { } termination)
        {
            RunOutcome terminated = new(OrchestrationRuntimeStatus.Terminated, termination.Text)
            {
                Recursive = termination.Name is not null,
            };
            WriteEnd(info, ticks, terminated, mail);
        }
        else if (info.StartTicks > ticks)
        {
            Rest(mail);
        }
        else if (Mismatch(info) is { } mismatch)
        {
            if (_engine.Options.VersionFailureStrategy == VersionFailureStrategy.Fail)
            {
                WriteEnd(info, ticks, RunOutcome.Failed(mismatch), mail);
            }
            else
            {
                _engine.Rejected(info);
                Rest(mail);
            }
        }
        else if (Function(info) is not { } function)
        {
            WriteEnd(info, ticks, RunOutcome.Failed(Failures.NoOrchestrator(info.Name)), mail);
        }
        else
        {
            Turn(_run ??= NewRun(info, function), ticks, mail);
        }
    }

    private void Turn(OrchestrationRun run, long ticks, List<HistoryEvent> mail)
    {
        List<HistoryEvent> happened = [];
        List<HistoryEvent>? dropped = null;
        foreach (var message in mail)
        {
            if (run.Accepts(message))
            {
                happened.Add(message);
            }
            else if (message.MessageRow != 0)
            {
                (dropped ??= []).Add(message);
            }
        }

        if (happened.Count == 0 && dropped is null && run.IsStarted && !run.HasStrayed)
        {
            Rest([]);
            return;
        }

        var outcome = run.Turn(ticks, replaying: false, happened);
        Write(run.Info, ticks, happened, run.Tasks.Asked, outcome, dropped);
    }

    /// <summary>Nothing to do now. What the mail held stays for later.</summary>
    private void Rest(List<HistoryEvent> mail)
    {
        lock (_lock)
        {
            var again = _mailbox.Count > 0;
            _mailbox.InsertRange(0, mail);
            SetIdleOrQueue(again || _mustLoad);
        }
    }

    /// <summary>The engine's clock, which for one instance never goes back.</summary>
    private long Now() => Math.Max(_lastTicks, _engine.Time.GetUtcNow().UtcTicks);

    /// <summary>Ends it without its code having a say.</summary>
    private void WriteEnd(InstanceInfo info, long ticks, RunOutcome outcome, List<HistoryEvent> mail)
    {
        _run?.Tasks.BeginTurn(ticks);
        Write(info, ticks, [], [], outcome, mail);
    }

    private TaskFailureDetails? Mismatch(InstanceInfo info)
    {
        var own = _engine.Options.DefaultVersion;
        var matches = _engine.Options.VersionMatchStrategy switch
        {
            VersionMatchStrategy.None => true,
            VersionMatchStrategy.Strict => OrchestrationVersions.Compare(info.Version, own) == 0,
            VersionMatchStrategy.CurrentOrOlder => OrchestrationVersions.Compare(info.Version, own) <= 0,
            var other => throw new InvalidOperationException($"Unknown version match strategy {other}."),
        };
        return matches ? null : Failures.Version(info.Version, own, _engine.Options.VersionMatchStrategy);
    }

    private void Write(
        InstanceInfo info,
        long ticks,
        List<HistoryEvent> happened,
        List<HistoryEvent> asked,
        RunOutcome? outcome,
        List<HistoryEvent>? dropped
    )
    {
        var tasks = _run?.Tasks;
        if (outcome is not null)
        {
            tasks?.AllRowsDone();
        }

        var done = tasks?.DoneRows;
        if (_turn == 0 && info.StartTicks is { } start)
        {
            (done ??= []).Add(new HistoryEvent(EventKind.TimerCreated, HistoryEvent.StartTask) { Ticks = start });
        }

        var custom = _run?.CustomStatus ?? info.CustomStatus;
        var next = outcome?.Next;
        TurnWrite write = new(_engine, this)
        {
            Info = info,
            Turn = _turn,
            Ticks = ticks,
            Happened = happened,
            Asked = asked,
            Outcome = outcome,
            UnderWay = outcome is null ? _run?.CountUnderWay() ?? 0 : 0,
            MayLeaveTimers = asked.Count == 0 && _turn > 0 && outcome is { Status: not OrchestrationRuntimeStatus.Completed },
            Events =
                outcome is null || _engine.Options.HistoryRetention > TimeSpan.Zero ? HistoryCodec.Write(happened, asked) : [],
            NewTimers = outcome is null ? tasks?.NewRows : null,
            DoneTimers = done,
            Dropped = dropped,
            Changed =
                outcome is null && _run is { } run && (custom != info.CustomStatus || IsStatusChanged(run, info))
                    ? (StatusOf(run), custom)
                    : null,
            FinalCustomStatus = custom,
            NextInfo = next is null
                ? null
                : info with
                {
                    Status = OrchestrationRuntimeStatus.Running,
                    Input = next.Input,
                    Version = next.Version ?? info.Version,
                    CustomStatus = custom,
                    StartTicks = null,
                    FirstTask = tasks?.Next ?? 0,
                },
        };
        lock (_lock)
        {
            _stage = Stage.Committing;
        }

        _engine.Write(write);
    }

    private static bool IsStatusChanged(OrchestrationRun run, InstanceInfo info) =>
        run.IsSuspended != (info.Status == OrchestrationRuntimeStatus.Suspended);
}
