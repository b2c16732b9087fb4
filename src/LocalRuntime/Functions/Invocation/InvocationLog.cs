using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.Functions.Invocation;

/// <summary>One line for each run that failed; runs that succeeded show at Debug only.</summary>
internal sealed partial class InvocationLog(ILogger<InvocationLog> logger)
{
    public void Succeeded(InvocationContext context)
    {
        if (logger.IsEnabled(LogLevel.Debug))
        {
            Log.Succeeded(logger, context.Function.Name, context.InvocationId);
        }
    }

    public void Abandoned(InvocationContext context)
    {
        if (logger.IsEnabled(LogLevel.Debug))
        {
            Log.Abandoned(logger, context.Function.Name, context.InvocationId);
        }
    }

    public void Failed(InvocationContext context, Exception fault) =>
        Log.Failed(logger, fault, context.Function.Name, context.InvocationId);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Function {Function} succeeded, invocation {InvocationId}")]
        public static partial void Succeeded(ILogger logger, string function, string invocationId);

        [LoggerMessage(2, LogLevel.Debug, "Function {Function} was left by its caller, invocation {InvocationId}")]
        public static partial void Abandoned(ILogger logger, string function, string invocationId);

        [LoggerMessage(3, LogLevel.Error, "Function {Function} failed, invocation {InvocationId}")]
        public static partial void Failed(ILogger logger, Exception fault, string function, string invocationId);
    }
}
