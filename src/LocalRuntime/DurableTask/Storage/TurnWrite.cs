using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>All that one turn changes, in one transaction. What follows from it happens after the commit.</summary>
internal sealed partial class TurnWrite(HubEngine engine, LiveInstance instance) : SqliteWrite
{
    public required InstanceInfo Info { get; init; }

    /// <summary>Whose instance it is.</summary>
    public string Share => instance.Share;

    public required long Turn { get; init; }

    public required long Ticks { get; init; }

    public required List<HistoryEvent> Happened { get; init; }

    public required List<HistoryEvent> Asked { get; init; }

    public required RunOutcome? Outcome { get; init; }

    /// <summary>How much is under way after this turn that no row of its own tells, so that a restart knows whom to wake.</summary>
    public required int UnderWay { get; init; }

    /// <summary>Whether its history may have timers that its code no longer makes.</summary>
    public required bool MayLeaveTimers { get; init; }

    public required byte[] Events { get; init; }

    public List<HistoryEvent>? NewTimers { get; init; }

    public List<HistoryEvent>? DoneTimers { get; init; }

    /// <summary>Messages that meant nothing to the run.</summary>
    public List<HistoryEvent>? Dropped { get; init; }

    /// <summary>The row's new status and custom status, where they change while it goes on.</summary>
    public (OrchestrationRuntimeStatus Status, string? Custom)? Changed { get; init; }

    /// <summary>The custom status it ends with.</summary>
    public string? FinalCustomStatus { get; init; }

    /// <summary>What the next generation is, after ContinueAsNew.</summary>
    public InstanceInfo? NextInfo { get; init; }

    /// <summary>Made by the transaction: sub-orchestrations that started, and messages to other instances and to itself.</summary>
    public List<InstanceInfo> Children { get; } = [];

    public List<(long Sequence, HistoryEvent Message)> Sent { get; } = [];

    public override void Execute(SqliteStatements statements)
    {
        Children.Clear();
        Sent.Clear();
        DeleteTaken(statements, Happened);
        DeleteTaken(statements, Dropped);
        foreach (var timer in NewTimers ?? [])
        {
            InstanceRows.InsertTimer(statements, timer.Ticks, Info.Sequence, timer.TaskId);
        }

        foreach (var timer in DoneTimers ?? [])
        {
            InstanceRows.DeleteTimer(statements, timer.Ticks, Info.Sequence, timer.TaskId);
        }

        foreach (var asked in Asked)
        {
            if (asked.Kind == EventKind.SubOrchestrationStarted)
            {
                StartChild(statements, asked);
            }
            else if (asked.Kind == EventKind.EventSent)
            {
                SendEvent(statements, asked);
            }
        }

        if (NextInfo is { } next)
        {
            ContinueAsNew(statements, next);
        }
        else if (Outcome is { } outcome)
        {
            Finish(statements, outcome);
        }
        else
        {
            GoOn(statements);
        }
    }

    public override void Completed(Exception? fault) => instance.Committed(this, fault);

    private void DeleteTaken(SqliteStatements statements, List<HistoryEvent>? messages)
    {
        foreach (var message in messages ?? [])
        {
            if (message.MessageRow != 0)
            {
                InstanceRows.DeleteMessage(statements, Info.Sequence, message.MessageRow);
            }
        }
    }

    private void GoOn(SqliteStatements statements)
    {
        InsertHistory(statements);
        if (Changed is { } changed)
        {
            statements
                .Prepared("UPDATE instance SET status = ?1, custom = ?2, updated = ?3 WHERE seq = ?4")
                .Bind((long)changed.Status)
                .Bind(changed.Custom)
                .Bind(Ticks)
                .Bind(Info.Sequence)
                .Run();
        }
    }

    private void InsertHistory(SqliteStatements statements) =>
        statements
            .Prepared("INSERT INTO history (seq, turn, at, open, events) VALUES (?1, ?2, ?3, ?4, ?5)")
            .Bind(Info.Sequence)
            .Bind(Turn)
            .Bind(Ticks)
            .Bind(UnderWay)
            .Bind(Events)
            .Run();

    private void ContinueAsNew(SqliteStatements statements, InstanceInfo next)
    {
        DeleteHistory(statements);
        statements
            .Prepared(
                "UPDATE instance SET status = 0, input = ?1, version = ?2, custom = ?3, first_task = ?4, start_at = NULL, updated = ?5 WHERE seq = ?6"
            )
            .Bind(next.Input)
            .Bind(next.Version)
            .Bind(next.CustomStatus)
            .Bind(next.FirstTask)
            .Bind(Ticks)
            .Bind(next.Sequence)
            .Run();
        foreach (var carried in Outcome?.CarriedOver ?? [])
        {
            Send(statements, Info.Sequence, carried with { MessageRow = 0 });
        }
    }

    private void Finish(SqliteStatements statements, RunOutcome outcome)
    {
        statements
            .Prepared("UPDATE instance SET status = ?1, output = ?2, failure = ?3, custom = ?4, updated = ?5 WHERE seq = ?6")
            .Bind((long)outcome.Status)
            .Bind(outcome.Output)
            .Bind(outcome.Failure is { } failure ? FailureJson.Write(failure) : null)
            .Bind(FinalCustomStatus)
            .Bind(Ticks)
            .Bind(Info.Sequence)
            .Run();
        if (engine.Options.HistoryRetention > TimeSpan.Zero)
        {
            InsertHistory(statements);
        }
        else
        {
            DeleteHistory(statements);
        }

        if (MayLeaveTimers)
        {
            statements.Prepared("DELETE FROM timer WHERE seq = ?1").Bind(Info.Sequence).Run();
        }

        if (Info.Parent is { } parent && InstanceRows.IsUnfinished(statements, parent.Sequence))
        {
            Send(statements, parent.Sequence, AnswerToParent(parent.TaskId, outcome));
        }

        if (outcome.Recursive)
        {
            TerminateChildren(statements, outcome);
        }
    }

    private void DeleteHistory(SqliteStatements statements)
    {
        if (Turn > 0)
        {
            statements.Prepared("DELETE FROM history WHERE seq = ?1").Bind(Info.Sequence).Run();
        }
    }
}
