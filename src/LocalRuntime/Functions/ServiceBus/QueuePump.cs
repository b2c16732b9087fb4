using Atlas.LocalRuntime.Functions.Discovery;
using Atlas.LocalRuntime.Functions.Hosting;
using Atlas.LocalRuntime.Functions.Invocation;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.Functions.ServiceBus;

/// <summary>Takes messages off one queue and runs its function on them, so many at a time as host.json allows.</summary>
internal sealed partial class QueuePump(
    DiscoveredFunction function,
    string queue,
    ServiceBusReceiver receiver,
    PumpSettings settings,
    BackgroundRuns runs,
    TimeProvider time,
    IWorkScheduler scheduler,
    ILogger<QueuePump> logger
) : RuntimePart($"queue {queue}", time)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    private readonly ServiceBusTriggerAttribute _trigger = ((ServiceBusFunctionTrigger)function.Trigger).Attribute;
    private readonly PumpSlots _slots = new(settings.MaxConcurrentCalls);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _cutOff = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Report(RuntimePartState.Running);
        scheduler.Run(ReceiveAsync);
        return Task.CompletedTask;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await using (cancellationToken.UnsafeRegister(static cut => ((CancellationTokenSource)cut!).Cancel(), _cutOff))
        {
            var drained = DrainAsync();
            await drained.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await receiver.CloseAsync(CancellationToken.None);
        Report(RuntimePartState.Stopped);
    }

    private async Task DrainAsync()
    {
        await _ended.Task;
        await _slots.WhenAllFree();
    }

    private async Task ReceiveAsync()
    {
        var pause = s_firstPause;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await ReceiveOnceAsync();
                pause = s_firstPause;
                if (Health.State is RuntimePartState.Failing)
                {
                    Report(RuntimePartState.Running);
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception ex) // the edge of the loop: the queue can't be read now, so try again later
            {
                ReportFault(ex, RuntimePartState.Failing);
                Log.ReceiveFailed(logger, ex, queue, pause);
                await Task.Delay(pause, Time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, s_longestPause.Ticks));
            }
        }

        _ended.SetResult();
    }

    private async Task ReceiveOnceAsync()
    {
        var slots = await _slots.TakeAsync(_trigger.IsBatched ? 1 : settings.MaxConcurrentCalls, _stopping.Token);
        var used = 0;
        try
        {
            var messages = await receiver.ReceiveMessagesAsync(
                _trigger.IsBatched ? settings.MaxBatchSize : slots,
                maxWaitTime: null,
                _stopping.Token
            );
            if (_trigger.IsBatched && messages.Count > 0)
            {
                used = 1;
                scheduler.Run(() => ProcessAsync(messages));
                return;
            }

            foreach (var message in messages)
            {
                used++;
                scheduler.Run(() => ProcessAsync([message]));
            }
        }
        finally
        {
            _slots.Free(slots - used);
        }
    }

    private async Task ProcessAsync(IReadOnlyList<ServiceBusReceivedMessage> messages)
    {
        try
        {
            var actions = new ServiceBusMessageActions(receiver);
            Exception? fault;
            await using (new LockRenewal(messages, actions, receiver, settings.MaxAutoLockRenewal, Time, scheduler))
            {
                fault = await runs.RunAsync(function, new Delivery(messages, actions), _cutOff.Token);
            }

            if (fault is not null)
            {
                ReportFault(fault, RuntimePartState.Running);
            }

            foreach (var message in messages.Where(message => !actions.HasSettled(message)))
            {
                await SettleAsync(message, fault);
            }
        }
        catch (Exception ex) // the lock was lost or the broker is gone: the message comes again
        {
            ReportFault(ex, RuntimePartState.Running);
            Log.SettleFailed(logger, ex, queue, function.Name);
        }
        finally
        {
            _slots.Free(1);
        }
    }

    private Task SettleAsync(ServiceBusReceivedMessage message, Exception? fault)
    {
        var autoComplete = _trigger.AutoComplete ?? settings.AutoComplete;
        return fault switch
        {
            null when autoComplete => receiver.CompleteMessageAsync(message, CancellationToken.None),
            null => Task.CompletedTask, // the function settles by itself, or lets the lock run out

            // As in the real host, which gives up a single message at once and a batch only if it would complete it.
            not null when autoComplete || !_trigger.IsBatched => receiver.AbandonMessageAsync(
                message,
                propertiesToModify: null,
                CancellationToken.None
            ),
            _ => Task.CompletedTask,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Queue {Queue} could not be read; trying again in {Pause}")]
        public static partial void ReceiveFailed(ILogger logger, Exception fault, string queue, TimeSpan pause);

        [LoggerMessage(2, LogLevel.Warning, "A message of queue {Queue} could not be settled after {Function}; it comes again")]
        public static partial void SettleFailed(ILogger logger, Exception fault, string queue, string function);
    }
}
