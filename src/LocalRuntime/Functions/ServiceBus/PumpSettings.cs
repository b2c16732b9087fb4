using Atlas.LocalRuntime.Functions.Configuration;

namespace Atlas.LocalRuntime.Functions.ServiceBus;

/// <summary>host.json's <c>extensions.serviceBus</c>.</summary>
internal sealed record PumpSettings(
    int MaxConcurrentCalls,
    bool AutoComplete,
    TimeSpan MaxAutoLockRenewal,
    int PrefetchCount,
    int MaxBatchSize
)
{
    private const string Section = "extensions:serviceBus:";

    public static PumpSettings Read(HostSettings settings) =>
        new(
            settings.Number($"{Section}maxConcurrentCalls") ?? 16,
            settings.Flag($"{Section}autoCompleteMessages") ?? true,
            settings.Duration($"{Section}maxAutoLockRenewalDuration") ?? TimeSpan.FromMinutes(5),
            settings.Number($"{Section}prefetchCount") ?? 0,
            settings.Number($"{Section}maxMessageBatchSize") ?? 1000
        );
}
