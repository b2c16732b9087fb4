using Atlas.LocalRuntime.Functions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.LocalRuntime.Functions.Tests.Hosting;

public sealed class LineFormatterTests
{
    [Fact]
    public void An_entry_is_one_line_whatever_is_in_it()
    {
        var formatter = new LineFormatter(new ManualTime(new DateTimeOffset(2026, 3, 1, 12, 0, 0, 5, TimeSpan.Zero)));
        using var output = new StringWriter();
        var fault = new InvalidOperationException("first\nsecond");

        formatter.Write(
            new LogEntry<string>(LogLevel.Error, "Category", 1, "a\r\nforged line", fault, (state, _) => state),
            null,
            output
        );

        Assert.Equal(
            "2026-03-01T12:00:00.005Z error Category: a ⏎ forged line | System.InvalidOperationException: first ⏎ second"
                + Environment.NewLine,
            output.ToString()
        );
    }
}
