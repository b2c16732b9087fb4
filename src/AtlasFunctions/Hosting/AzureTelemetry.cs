using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Tracing;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;

namespace Atlas.Functions.Hosting;

/// <summary>
/// Logs, metrics and traces of the worker to Application Insights, in the name of the app's identity. The host exports its own:
/// host.json says <c>telemetryMode</c>.
/// </summary>
public static class AzureTelemetry
{
    public static void Configure(FunctionsApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (string.IsNullOrEmpty(configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"]))
        {
            return; // func start on a developer's machine
        }

        builder
            .Logging.AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("System.Net.Http", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None) // whole URLs, and query strings can hold keys
            .AddOpenTelemetry(logging =>
            {
                logging.IncludeFormattedMessage = true;
                logging.IncludeScopes = true; // the correlation ids of requests
            });

        var telemetry = builder.Services.AddOpenTelemetry();
        telemetry.UseFunctionsWorkerDefaults();
        telemetry.WithMetrics(metrics => metrics.AddMeter(PublishingMeter.Name, StorageMeter.Name));
        telemetry.WithTracing(tracing => tracing.AddSource(PublicationTrace.SourceName));
        telemetry.UseAzureMonitorExporter(options =>
        {
            options.Credential = new DefaultAzureCredential(
                new DefaultAzureCredentialOptions
                {
                    ManagedIdentityClientId = configuration["Atlas:Storage:ManagedIdentityClientId"],
                }
            );
            // Alerts count log lines: a line must not be dropped because the trace around it was.
            options.EnableTraceBasedLogsSampler = false;
        });
    }
}
