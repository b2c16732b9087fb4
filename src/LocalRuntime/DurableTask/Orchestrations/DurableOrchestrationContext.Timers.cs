namespace Atlas.LocalRuntime.DurableTask;

internal sealed partial class DurableOrchestrationContext
{
    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        run.EnsureOnTurnThread();
        var due = fireAt.ToUniversalTime();
        return due - run.Now > run.Services.Options.MaximumTimerInterval
            ? SplitTimerAsync(due, cancellationToken)
            : SingleTimer(due, cancellationToken);
    }

    private async Task SplitTimerAsync(DateTime due, CancellationToken cancellationToken)
    {
        var longest = run.Services.Options.MaximumTimerInterval;
        while (due - run.Now > longest && !cancellationToken.IsCancellationRequested)
        {
            await SingleTimer(run.Now + longest, cancellationToken);
        }

        await SingleTimer(due, cancellationToken);
    }

    private Task SingleTimer(DateTime due, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var timer = run.Tasks.OpenTimer(new HistoryEvent(EventKind.TimerCreated, run.Tasks.TakeNumber()) { Ticks = due.Ticks });
        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.Register(() =>
            {
                run.EnsureOnTurnThread();
                run.Tasks.Cancel(timer);
            });
        }

        return timer.Task;
    }
}
