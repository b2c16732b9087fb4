using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.LocalRuntime.Functions.ServiceBus;

/// <summary>What one run is given: one message, or several when the function takes batches.</summary>
internal sealed record Delivery(IReadOnlyList<ServiceBusReceivedMessage> Messages, ServiceBusMessageActions Actions);
