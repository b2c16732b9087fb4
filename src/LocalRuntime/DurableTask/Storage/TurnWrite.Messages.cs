using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>What a turn says to other instances.</summary>
internal sealed partial class TurnWrite
{
    private void StartChild(SqliteStatements statements, HistoryEvent asked)
    {
        var id = asked.Target ?? "";
        if (InstanceRows.Find(statements, id) is { } existing)
        {
            if (!InstanceRows.IsFinished(existing.Status))
            {
                Send(
                    statements,
                    Info.Sequence,
                    new HistoryEvent(EventKind.SubOrchestrationFailed, asked.TaskId)
                    {
                        Text = FailureJson.Write(Failures.InstanceExists(id)),
                    }
                );
                return;
            }

            InstanceRows.Delete(statements, existing.Sequence);
        }

        InstanceInfo child = new(engine.Counters.NextInstance(), id, asked.Name ?? "", asked.Version)
        {
            Input = asked.Text,
            CreatedTicks = Ticks,
            Parent = new ParentLink(Info.Sequence, asked.TaskId, new ParentOrchestrationInstance(Info.Name, Info.Id)),
        };
        InstanceRows.TryInsert(statements, child);
        Children.Add(child);
    }

    private void SendEvent(SqliteStatements statements, HistoryEvent asked)
    {
        // An event to nobody is dropped, as the real runtime does.
        if (InstanceRows.Find(statements, asked.Target ?? "") is { } target && !InstanceRows.IsFinished(target.Status))
        {
            Send(statements, target.Sequence, new HistoryEvent(EventKind.EventRaised) { Name = asked.Name, Text = asked.Text });
        }
    }

    private void TerminateChildren(SqliteStatements statements, RunOutcome outcome)
    {
        List<long> children = [];
        var row = statements
            .Prepared($"SELECT seq FROM instance WHERE parent_seq = ?1 AND {HubSchema.Unfinished}")
            .Bind(Info.Sequence);
        while (row.Step())
        {
            children.Add(row.Int64(0));
        }

        foreach (var child in children)
        {
            Send(statements, child, LiveInstance.Termination(outcome.Output, recursive: true));
        }
    }

    private void Send(SqliteStatements statements, long sequence, HistoryEvent message) =>
        Sent.Add((sequence, InstanceRows.InsertMessage(statements, engine.Counters, sequence, message)));

    private static HistoryEvent AnswerToParent(int taskId, RunOutcome outcome) =>
        outcome.Status == OrchestrationRuntimeStatus.Completed
            ? new(EventKind.SubOrchestrationCompleted, taskId) { Text = outcome.Output }
            : new(EventKind.SubOrchestrationFailed, taskId)
            {
                Text = FailureJson.Write(outcome.Failure ?? Failures.Terminated(outcome.Output)),
            };
}
