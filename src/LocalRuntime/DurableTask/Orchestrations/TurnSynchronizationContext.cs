namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Keeps an orchestrator's continuations on the thread that runs its turn, and notices those that come from elsewhere.</summary>
internal sealed class TurnSynchronizationContext(OrchestrationRun run) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = [];

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!run.IsOnTurnThread)
        {
            run.Stray();
            return;
        }

        _posted.Enqueue((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!run.IsOnTurnThread)
        {
            run.Stray();
            throw new InvalidOperationException(OrchestrationRun.StrayedMessage);
        }

        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    public void Pump()
    {
        while (_posted.TryDequeue(out var next))
        {
            next.Callback(next.State);
        }
    }
}
