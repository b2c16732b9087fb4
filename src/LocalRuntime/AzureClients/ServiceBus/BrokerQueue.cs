using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.ServiceBus;

/// <summary>One queue or its dead-letter sub-queue: the state in memory follows the rows, and the rows decide.</summary>
internal sealed partial class BrokerQueue : IDisposable
{
    private static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(1);

    private readonly LocalQueueOptions _options;
    private readonly BrokerParts _parts;
    private readonly BrokerQueue? _deadLetters;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly BrokerBacklog _backlog;
    private readonly ReceiveWaiters _waiters = new();
    private readonly ITimer _timer;
    private DateTimeOffset _armedFor = DateTimeOffset.MaxValue;
    private bool _closed;

    public BrokerQueue(string name, LocalQueueOptions options, BrokerParts parts, BrokerQueue? deadLetters)
    {
        Name = name;
        Path = deadLetters is null ? PathOf(name, SubQueue.DeadLetter) : name;
        _options = options;
        _parts = parts;
        _deadLetters = deadLetters;
        _logger = parts.LoggerFactory.CreateLogger("Atlas.LocalRuntime.ServiceBus");
        _backlog = new BrokerBacklog(options.LockDuration);
        _timer = parts.TimeProvider.CreateTimer(
            _ => parts.Scheduler.Run(OnTimerAsync),
            state: null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    public string Name { get; }

    public string Path { get; }

    public long MaxMessageBytes => _options.MaxMessageBytes;

    private DateTimeOffset Now => _parts.TimeProvider.GetUtcNow();

    public static string PathOf(string name, SubQueue subQueue) =>
        subQueue switch
        {
            SubQueue.None => name,
            SubQueue.DeadLetter => $"{name}/$DeadLetterQueue",
            SubQueue.TransferDeadLetter => throw new NotSupportedException("The local broker has no transfers."),
            _ => throw new ArgumentOutOfRangeException(nameof(subQueue)),
        };

    public LocalQueueCounts Count(int deadLettered)
    {
        lock (_gate)
        {
            Advance();
            var active = _backlog.All.Count(message => message.State is BrokerMessageState.Ready);
            var scheduled = _backlog.All.Count(message => message.State is BrokerMessageState.Scheduled);
            return new LocalQueueCounts(active, _backlog.Locked, scheduled, deadLettered);
        }
    }

    /// <summary>Takes in what was found on disk: all visible again, whoever held a lock before.</summary>
    public void Restore(IEnumerable<BrokerMessage> messages)
    {
        lock (_gate)
        {
            foreach (var message in messages)
            {
                _backlog.Add(message);
                if (message.ScheduledFor != default && message.Sequence == message.Id)
                {
                    _backlog.ReturnLater(message, message.ScheduledFor);
                }
                else
                {
                    Release(message);
                }
            }

            Advance();
        }
    }

    public IReadOnlyList<ServiceBusReceivedMessage> Peek(int max, long fromSequence)
    {
        var answer = new List<ServiceBusReceivedMessage>();
        lock (_gate)
        {
            Advance();
            var messages = _backlog
                .All.Where(message => message.Sequence >= fromSequence && !IsExpired(message))
                .Where(message =>
                    message.State is BrokerMessageState.Ready or BrokerMessageState.Scheduled or BrokerMessageState.Locked
                )
                .OrderBy(message => message.Sequence)
                .Take(max);
            foreach (var message in messages)
            {
                if ((message.Content ?? _parts.Store.ReadContent(message.Id)) is { } content)
                {
                    var deliveries = message.Deliveries - (message.State is BrokerMessageState.Locked ? 1 : 0);
                    var state =
                        message.State is BrokerMessageState.Scheduled
                            ? ServiceBusMessageState.Scheduled
                            : ServiceBusMessageState.Active;
                    answer.Add(content.ToReceived(message, deliveries, state));
                }
            }
        }

        return answer;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _waiters.Fail(Stopped());
        }

        _timer.Dispose();
    }

    private Task OnTimerAsync()
    {
        lock (_gate)
        {
            _armedFor = DateTimeOffset.MaxValue;
            Advance();
        }

        return Task.CompletedTask;
    }

    /// <summary>Brings the state up to the present time. Called before it is looked at, so that no answer hangs on the timer.</summary>
    private void Advance()
    {
        var now = Now;
        while (_backlog.TakeExpiredLock(now) is { } expired)
        {
            Log.LockExpired(_logger, Path, expired.MessageId, expired.Deliveries);
            Release(expired);
        }

        while (_backlog.ActivateNext(now, _parts.Store.NextSequence))
        {
            _waiters.Wake();
        }

        Arm();
    }

    private void Arm()
    {
        if (_closed || _backlog.NextDue is not { } due || due >= _armedFor)
        {
            return;
        }

        _armedFor = due;
        var wait = due - Now;
        _timer.Change(
            wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1)
                : wait > s_longestTimer ? s_longestTimer
                : wait,
            Timeout.InfiniteTimeSpan
        );
    }

    private bool IsExhausted(BrokerMessage message) => _deadLetters is not null && message.IsExhausted(_options.MaxDeliveryCount);

    private bool IsExpired(BrokerMessage message) => _deadLetters is not null && message.ExpiresAt <= Now;

    /// <summary>After an abandon or a lost lock: back to its place, or to the dead letters.</summary>
    private void Release(BrokerMessage message)
    {
        if (IsExhausted(message))
        {
            Exhaust(message);
            return;
        }

        _backlog.Return(message);
        _waiters.Wake();
    }

    private ServiceBusException Stopped(Exception? cause = null) =>
        new("The local broker has been stopped.", ServiceBusFailureReason.ServiceCommunicationProblem, Path, cause);

    private ServiceBusException NotStored(Exception cause) =>
        new(
            isTransient: true,
            "The local broker could not store the operation; whether it took effect shows on the next try.",
            Path,
            ServiceBusFailureReason.ServiceBusy,
            cause
        );
}
