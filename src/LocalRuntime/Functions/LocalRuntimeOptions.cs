using System.Text.Json;
using Atlas.LocalRuntime.DurableTask;
using Atlas.LocalRuntime.ServiceBus;

namespace Atlas.LocalRuntime.Functions;

/// <summary>What the local runtime can be told in code; everything has a default that suits a program as it stands.</summary>
public sealed class LocalRuntimeOptions
{
    /// <summary>The classes to look for functions in. Null: those of the entry assembly and of what it references.</summary>
    public IEnumerable<Type>? FunctionTypes { get; set; }

    /// <summary>
    /// Largest request body in bytes. Null: the setting <c>FUNCTIONS_REQUEST_BODY_SIZE_LIMIT</c>, or 100 MB as in the
    /// real host.
    /// </summary>
    public long? MaxRequestBodySize { get; set; }

    /// <summary>
    /// How durable inputs and results are written and read, with source-generated contexts where speed matters. Null:
    /// as in the durable worker. What is in flight was written with the options of its time.
    /// </summary>
    public JsonSerializerOptions? DurableJson { get; set; }

    /// <summary>Changes the durable hub's options after host.json has been read.</summary>
    public Func<DurableTaskHubOptions, DurableTaskHubOptions>? DurableTask { get; set; }

    /// <summary>Changes the options of the message broker that the host opens when there is none yet.</summary>
    public Func<LocalServiceBusOptions, LocalServiceBusOptions>? ServiceBus { get; set; }

    /// <summary>How long stopping may take before what still runs is cut off.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
