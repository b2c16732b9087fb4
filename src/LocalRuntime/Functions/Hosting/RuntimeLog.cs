using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.Functions.Hosting;

internal static partial class RuntimeLog
{
    [LoggerMessage(11, LogLevel.Error, "The {Part} could not be stopped")]
    public static partial void StopFailed(ILogger logger, Exception fault, string part);

    [LoggerMessage(10, LogLevel.Critical, "Work of the runtime let an exception escape")]
    public static partial void WorkFaulted(ILogger logger, Exception fault);
}
