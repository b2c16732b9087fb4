using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.ServiceBus;

/// <summary>What all queues of a broker share.</summary>
internal sealed record BrokerParts(
    MessageStore Store,
    TimeProvider TimeProvider,
    IWorkScheduler Scheduler,
    ILoggerFactory LoggerFactory,
    ContentCache Cache,
    HostileBus? Hostile
);
