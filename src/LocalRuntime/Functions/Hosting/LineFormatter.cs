using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Atlas.LocalRuntime.Functions.Hosting;

/// <summary>
/// One line for each entry: time, level, category, message and, if there are such, the request's correlation id and the exception
/// with its stack.
/// </summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";
    private const string CorrelationId = "CorrelationId";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z' "));
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write(' ');
        textWriter.Write(logEntry.Category);
        textWriter.Write(": ");
        textWriter.Write(OnOneLine(logEntry.Formatter(logEntry.State, logEntry.Exception)));
        scopeProvider?.ForEachScope(WriteCorrelation, textWriter);
        if (logEntry.Exception is { } exception)
        {
            textWriter.Write(" | ");
            textWriter.Write(OnOneLine(exception.ToString()));
        }

        textWriter.WriteLine();
    }

    private static void WriteCorrelation(object? scope, TextWriter writer)
    {
        if (scope is IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            foreach (var (name, value) in values)
            {
                if (name == CorrelationId && value is string id)
                {
                    writer.Write($" [correlation {OnOneLine(id)}]");
                }
            }
        }
    }

    // A line break inside a message would let its text pass for another entry.
    private static string OnOneLine(string text) => text.ReplaceLineEndings(" ⏎ ");

    private static string Level(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info ",
            LogLevel.Warning => "warn ",
            LogLevel.Error => "error",
            _ => "crit ",
        };
}
