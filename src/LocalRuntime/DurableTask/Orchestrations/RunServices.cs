using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>What every run of an orchestrator shares.</summary>
internal sealed record RunServices(
    DurableTaskHubOptions Options,
    DurableFunctions Functions,
    PayloadConverter Converter,
    ILoggerFactory LoggerFactory
);
