namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Stores a message for an unfinished instance and then brings it there.</summary>
internal sealed class MessageWrite(HubEngine engine, string instanceId, HistoryEvent message) : SqliteWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sequence;
    private HistoryEvent _stored = message;

    public Task Done => _done.Task;

    public override void Execute(SqliteStatements statements)
    {
        var (sequence, status) =
            InstanceRows.Find(statements, instanceId)
            ?? throw new ArgumentException($"No instance with the id '{instanceId}' exists.", nameof(instanceId));
        if (InstanceRows.IsFinished(status))
        {
            throw new InvalidOperationException($"The instance '{instanceId}' is {status} and takes no more messages.");
        }

        _sequence = sequence;
        _stored = InstanceRows.InsertMessage(statements, engine.Counters, sequence, _stored);
    }

    public override void Completed(Exception? fault)
    {
        if (fault is not null)
        {
            if (fault is not (ArgumentException or InvalidOperationException))
            {
                engine.Faulted(fault);
            }

            _done.SetException(fault);
            return;
        }

        engine.Deliver(_sequence, _stored);
        _done.SetResult();
    }
}
