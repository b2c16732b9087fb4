#nullable disable

using Atlas.LocalRuntime.ServiceBus;
using Azure.Core;

namespace Azure.Messaging.ServiceBus;

/// <summary>Leads to the <see cref="LocalServiceBus"/> of this process that has the namespace's host name.</summary>
public class ServiceBusClient : IAsyncDisposable
{
    private volatile bool _closed;

    protected ServiceBusClient() { }

    public ServiceBusClient(string connectionString)
        : this(connectionString, new ServiceBusClientOptions()) { }

    public ServiceBusClient(string connectionString, ServiceBusClientOptions options)
        : this(options, ServiceBusConnectionString.ReadHost(connectionString)) { }

    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential)
        : this(fullyQualifiedNamespace, credential, new ServiceBusClientOptions()) { }

    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential, ServiceBusClientOptions options)
        : this(options, fullyQualifiedNamespace)
    {
        ArgumentNullException.ThrowIfNull(credential);
    }

    private ServiceBusClient(ServiceBusClientOptions options, string host)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        FullyQualifiedNamespace = host;
        Identifier = string.IsNullOrEmpty(options?.Identifier)
            ? $"{host}-{LocalServiceBus.NextIdentifier()}"
            : options.Identifier;
    }

    public virtual string FullyQualifiedNamespace { get; }

    public virtual bool IsClosed => _closed;

    public virtual string Identifier { get; }

    internal LocalServiceBus Broker
    {
        get
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return LocalServiceBus.Find(FullyQualifiedNamespace);
        }
    }

    public virtual ServiceBusSender CreateSender(string queueOrTopicName)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return new ServiceBusSender(this, queueOrTopicName);
    }

    public virtual ServiceBusReceiver CreateReceiver(string queueName) =>
        CreateReceiver(queueName, new ServiceBusReceiverOptions());

    public virtual ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions options)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return new ServiceBusReceiver(this, queueName, options);
    }

    public virtual ValueTask DisposeAsync()
    {
        _closed = true;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
