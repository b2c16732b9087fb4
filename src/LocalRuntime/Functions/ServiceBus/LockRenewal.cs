using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.LocalRuntime.Functions.ServiceBus;

/// <summary>Renews the locks of messages while their function runs, at half of what is left, up to host.json's limit.</summary>
internal sealed class LockRenewal : IAsyncDisposable
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    private readonly List<ServiceBusReceivedMessage> _held;
    private readonly ServiceBusMessageActions _actions;
    private readonly ServiceBusReceiver _receiver;
    private readonly TimeProvider _time;
    private readonly IWorkScheduler _scheduler;
    private readonly DateTimeOffset _until;
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private bool _ended;

    public LockRenewal(
        IReadOnlyList<ServiceBusReceivedMessage> messages,
        ServiceBusMessageActions actions,
        ServiceBusReceiver receiver,
        TimeSpan limit,
        TimeProvider time,
        IWorkScheduler scheduler
    )
    {
        (_held, _actions, _receiver, _time, _scheduler) = ([.. messages], actions, receiver, time, scheduler);
        _until = time.GetUtcNow() + limit;
        Arm();
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _ended = true;
            return _timer?.DisposeAsync() ?? ValueTask.CompletedTask;
        }
    }

    private void Arm()
    {
        if (_held.Count == 0)
        {
            return;
        }

        var now = _time.GetUtcNow();
        var left = _held.Min(message => message.LockedUntil) - now;
        var wait = left / 2 > s_shortest ? left / 2 : s_shortest;
        lock (_lock)
        {
            if (_ended || now + wait > _until)
            {
                return;
            }

            _timer?.Dispose();
            _timer = _time.CreateTimer(static self => ((LockRenewal)self!).Wake(), this, wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void Wake() => _scheduler.Run(RenewAsync);

    private async Task RenewAsync()
    {
        foreach (var message in _held.ToArray())
        {
            if (_ended)
            {
                return;
            }

            if (_actions.HasSettled(message))
            {
                _held.Remove(message);
                continue;
            }

            try
            {
                await _receiver.RenewMessageLockAsync(message, CancellationToken.None);
            }
            catch (Exception ex) when (ex is ServiceBusException or ObjectDisposedException)
            {
                _held.Remove(message); // lost, perhaps settled just now: if it matters, settling tells and the pump logs it
            }
        }

        Arm();
    }
}
