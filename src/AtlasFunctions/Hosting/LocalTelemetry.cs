using System.Runtime.CompilerServices;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Tracing;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Atlas.Functions.Hosting;

/// <summary>
/// Logs, metrics and traces to a collector that speaks OTLP, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one. Where it doesn't,
/// nothing of it is loaded. The other variables of OpenTelemetry's specification hold as well.
/// </summary>
public static class LocalTelemetry
{
    private const string Requests = "Microsoft.AspNetCore";

    public static void Configure(FunctionsApplicationBuilder builder)
    {
        if (!string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            Export(builder);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // its assemblies are loaded with it
    private static void Export(FunctionsApplicationBuilder builder)
    {
        // Else the spans of requests have tags by which addresses with their queries get out.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", true);
        var resource = ResourceBuilder.CreateEmpty().AddService("atlas").AddTelemetrySdk().AddEnvironmentVariableDetector();
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
            logging.SetResourceBuilder(resource).AddOtlpExporter();
        });
        builder.Services.AddSingleton(_ =>
            Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(resource)
                .AddSource(PublicationTrace.SourceName, Requests)
                .AddOtlpExporter()
                .Build()
        );
        builder.Services.AddSingleton(_ =>
            Sdk.CreateMeterProviderBuilder()
                .SetResourceBuilder(resource)
                .AddMeter(PublishingMeter.Name, StorageMeter.Name)
                .AddOtlpExporter()
                .Build()
        );
        builder.Services.AddHostedService<Providers>();
    }

    /// <summary>Makes the providers at the start; the container disposes them, which sends what is left.</summary>
    private sealed class Providers(TracerProvider tracer, MeterProvider meter) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            tracer.ForceFlush(2000);
            meter.ForceFlush(2000);
            return Task.CompletedTask;
        }
    }
}
