using Atlas.LocalRuntime.ServiceBus;
using Atlas.Testing;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.LocalRuntime.AzureClients.Tests.ServiceBus;

/// <summary>A broker with a host name of its own, its client, and a clock that stands still.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private static int s_hosts;

    private readonly LocalServiceBusOptions _options;
    private readonly List<Exception> _faults = [];

    public TestBroker(LocalServiceBusOptions? options = null, FakeClock? clock = null)
    {
        _options = (options ?? new LocalServiceBusOptions()) with
        {
            HostName = $"host{Interlocked.Increment(ref s_hosts)}.local",
        };
        Clock = clock ?? new FakeClock();
        Bus = Open();
        Client = new ServiceBusClient(Bus.ConnectionString);
    }

    public static TimeSpan NoWait => TimeSpan.Zero;

    public FakeClock Clock { get; }

    public LocalServiceBus Bus { get; private set; }

    public ServiceBusClient Client { get; private set; }

    public ServiceBusSender Sender => Client.CreateSender("queue");

    public ServiceBusReceiver Receiver => Client.CreateReceiver("queue");

    public ServiceBusReceiver DeadLetters => Client.CreateReceiver("queue", new() { SubQueue = SubQueue.DeadLetter });

    public async Task RestartAsync()
    {
        await Client.DisposeAsync();
        await Bus.DisposeAsync();
        Bus = Open();
        Client = new ServiceBusClient(Bus.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Bus.DisposeAsync();
        lock (_faults)
        {
            Assert.Empty(_faults);
        }
    }

    private LocalServiceBus Open() => new(_options, Clock, new ThreadPoolScheduler(Keep), NullLoggerFactory.Instance);

    private void Keep(Exception fault)
    {
        lock (_faults)
        {
            _faults.Add(fault);
        }
    }
}
