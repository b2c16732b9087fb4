using System.Collections.Concurrent;
using System.Globalization;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.ServiceBus;

/// <summary>
/// A message broker in this process. A <see cref="ServiceBusClient"/> finds it by the host name of its connection string.
/// What a send or a settling has acknowledged is on disk; locks live in memory and end with the process.
/// </summary>
public sealed class LocalServiceBus : IAsyncDisposable
{
    private const long CachedBytes = 32 * 1024 * 1024;

    private static readonly ConcurrentDictionary<string, LocalServiceBus> s_brokers = new(StringComparer.OrdinalIgnoreCase);
    private static long s_identifiers;

    private readonly ConcurrentDictionary<string, Lazy<(BrokerQueue Main, BrokerQueue Dead)>> _queues = new(
        StringComparer.OrdinalIgnoreCase
    );
    private readonly Dictionary<string, LocalQueueOptions> _queueOptions;
    private readonly LocalServiceBusOptions _options;
    private readonly BrokerParts _parts;

    /// <exception cref="InvalidOperationException">A broker of that host name runs in this process already.</exception>
    public LocalServiceBus(
        LocalServiceBusOptions options,
        TimeProvider timeProvider,
        IWorkScheduler scheduler,
        ILoggerFactory loggerFactory
    )
    {
        _options = options;
        _queueOptions = new(options.Queues, StringComparer.OrdinalIgnoreCase);
        if (!s_brokers.TryAdd(options.HostName, this))
        {
            throw new InvalidOperationException(
                $"A broker with the host name '{options.HostName}' runs in this process already."
            );
        }

        try
        {
            var databaseOptions = new SqliteDatabaseOptions(options.DatabasePath, MessageStore.Schema)
            {
                CommitSeam = options.CommitSeam,
            };
            _parts = new BrokerParts(
                new MessageStore(SqliteDatabase.Open(databaseOptions, scheduler), timeProvider),
                timeProvider,
                scheduler,
                loggerFactory,
                new ContentCache(CachedBytes),
                options.Hostile is { } hostile ? new HostileBus(hostile) : null
            );
            Restore();
        }
        catch
        {
            s_brokers.TryRemove(KeyValuePair.Create(options.HostName, this));
            throw;
        }
    }

    /// <summary>With this a <see cref="ServiceBusClient"/> finds the broker. The key is a placeholder: nothing checks it.</summary>
    public string ConnectionString =>
        $"Endpoint=sb://{_options.HostName}/;SharedAccessKeyName=local;SharedAccessKey=local;UseDevelopmentEmulator=true";

    /// <summary>The queues that were declared, used or found on disk.</summary>
    public IReadOnlyCollection<string> QueueNames =>
        [.. _queueOptions.Keys.Union(_queues.Keys, StringComparer.OrdinalIgnoreCase)];

    public LocalQueueCounts Count(string queueName)
    {
        var dead = Queue(queueName, SubQueue.DeadLetter).Count(0);
        return Queue(queueName).Count(dead.Active + dead.Locked + dead.Scheduled);
    }

    public async ValueTask DisposeAsync()
    {
        s_brokers.TryRemove(KeyValuePair.Create(_options.HostName, this));
        foreach (var queue in _queues.Values)
        {
            queue.Value.Main.Dispose();
            queue.Value.Dead.Dispose();
        }

        await _parts.Store.DisposeAsync();
    }

    internal static string NextIdentifier() => Interlocked.Increment(ref s_identifiers).ToString(CultureInfo.InvariantCulture);

    internal static LocalServiceBus Find(string hostName) =>
        s_brokers.TryGetValue(hostName, out var broker)
            ? broker
            : throw new ServiceBusException(
                $"No local Service Bus broker with the host name '{hostName}' runs in this process. "
                    + $"Create a LocalServiceBus with that name first; this build can't reach a broker outside of it.",
                ServiceBusFailureReason.MessagingEntityNotFound
            );

    internal BrokerQueue Queue(string name, SubQueue subQueue = SubQueue.None)
    {
        var (main, dead) = _queues.GetOrAdd(name, created => new(() => Open(created))).Value;
        return subQueue switch
        {
            SubQueue.None => main,
            SubQueue.DeadLetter => dead,
            _ => throw new NotSupportedException("The local broker has no transfers between queues."),
        };
    }

    private (BrokerQueue Main, BrokerQueue Dead) Open(string name)
    {
        var options = _queueOptions.GetValueOrDefault(name, _options.QueueDefaults);
        var stored = name.ToLowerInvariant();
        var dead = new BrokerQueue(stored, options, _parts, deadLetters: null);
        return (new BrokerQueue(stored, options, _parts, dead), dead);
    }

    private void Restore()
    {
        foreach (var found in _parts.Store.Load().GroupBy(row => (row.Queue, row.IsDead)))
        {
            var (queue, isDead) = found.Key;
            Queue(queue, isDead ? SubQueue.DeadLetter : SubQueue.None).Restore(found.Select(row => row.Message));
        }
    }
}
