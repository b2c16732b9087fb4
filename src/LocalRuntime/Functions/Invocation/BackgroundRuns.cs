using Atlas.LocalRuntime.Functions.Discovery;

namespace Atlas.LocalRuntime.Functions.Invocation;

/// <summary>Runs functions that nobody waits for an answer of: timers and queue messages.</summary>
internal sealed class BackgroundRuns(InvocationPipeline pipeline, InvocationLog log)
{
    /// <returns>What the function failed with; null when it succeeded.</returns>
    public async Task<Exception?> RunAsync(DiscoveredFunction function, object trigger, CancellationToken cancellationToken)
    {
        var context = new InvocationContext(pipeline, function, trigger, cancellationToken);
        try
        {
            await pipeline.RunAsync(context);
            log.Succeeded(context);
            return null;
        }
        catch (Exception ex) // the edge of the invocation: the trigger decides what a failure means
        {
            log.Failed(context, ex);
            return ex;
        }
        finally
        {
            await context.DisposeAsync();
        }
    }
}
