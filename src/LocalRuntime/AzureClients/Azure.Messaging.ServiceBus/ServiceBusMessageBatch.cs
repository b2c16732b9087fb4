#nullable disable

using Atlas.LocalRuntime.ServiceBus;

namespace Azure.Messaging.ServiceBus;

public sealed class ServiceBusMessageBatch : IDisposable
{
    private readonly List<ServiceBusMessage> _messages = [];

    internal ServiceBusMessageBatch(long maxSizeInBytes) => MaxSizeInBytes = maxSizeInBytes;

    public long MaxSizeInBytes { get; }

    public long SizeInBytes { get; private set; }

    public int Count => _messages.Count;

    internal IReadOnlyList<ServiceBusMessage> Messages => _messages;

    public bool TryAddMessage(ServiceBusMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var size = MessageSize.Of(message);
        if (SizeInBytes + size > MaxSizeInBytes)
        {
            return false;
        }

        SizeInBytes += size;
        _messages.Add(message);
        return true;
    }

    public void Dispose() => _messages.Clear();
}
