using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Atlas.LocalRuntime.Functions.Hosting;

internal static class RuntimeLogging
{
    public static void Add(ILoggingBuilder logging, IConfiguration configuration)
    {
        logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("System.Net.Http", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
            .AddConfiguration(configuration.GetSection("Logging"))
            .AddConsole(console => console.FormatterName = LineFormatter.FormatterName)
            .AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();

        // After all configured rules: these lines hold whole URLs, and query strings can hold keys.
        logging.Services.PostConfigure<LoggerFilterOptions>(filter =>
            filter.Rules.Add(
                new LoggerFilterRule(providerName: null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None, filter: null)
            )
        );
    }
}
