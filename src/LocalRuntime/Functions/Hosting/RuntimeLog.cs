using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.Functions.Hosting;

internal static partial class RuntimeLog
{
    [LoggerMessage(10, LogLevel.Critical, "Work of the runtime let an exception escape")]
    public static partial void WorkFaulted(ILogger logger, Exception fault);
}
