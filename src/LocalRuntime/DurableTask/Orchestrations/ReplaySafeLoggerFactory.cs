using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.DurableTask;

internal sealed class ReplaySafeLoggerFactory(TaskOrchestrationContext context, ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new ReplaySafeLogger(context, inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("A replay-safe logger factory takes no providers.");

    public void Dispose() { } // the host owns the inner factory
}
