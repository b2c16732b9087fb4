using Atlas.LocalRuntime.Functions.Discovery;
using Atlas.LocalRuntime.Functions.Hosting;
using Atlas.LocalRuntime.Functions.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.Functions.Timers;

/// <summary>
/// Runs one timer function at its times, never two at once: the next time is looked for when a run has ended. Times
/// that passed meanwhile make one more run, at once.
/// </summary>
internal sealed partial class FunctionTimer(
    DiscoveredFunction function,
    TimerSchedule schedule,
    TimerStatusStore store,
    BackgroundRuns runs,
    TimeProvider time,
    IWorkScheduler scheduler,
    ILogger<FunctionTimer> logger
) : RuntimePart($"timer {function.Name}", time)
{
    // Longer waits are taken in steps, so that a clock that is set anew is noticed within one.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource _cutOff = new();
    private readonly Lock _lock = new();
    private bool _monitored;
    private bool _stopping;
    private ITimer? _timer;
    private TaskCompletionSource? _run;
    private TimerStatus _status = new(Last: null, default, default);

    private DateTime Now => Time.GetUtcNow().UtcDateTime;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var trigger = ((TimerFunctionTrigger)function.Trigger).Attribute;
        var now = Now;
        var isPastDue = false;
        _status = new TimerStatus(Last: null, schedule.Next(now), now);
        _monitored = trigger.UseMonitor && !schedule.IsTooFastToMonitor(now);
        if (_monitored)
        {
            if (await store.FindAsync(function.Name) is { } earlier && earlier.NextBy(schedule) == earlier.Next)
            {
                _status = earlier;
                isPastDue = now > earlier.Next;
            }
            else
            {
                await store.SaveAsync(function.Name, _status); // new, or on a schedule that has changed
            }
        }

        Report(RuntimePartState.Running);
        if (isPastDue || trigger.RunOnStartup)
        {
            BeginRun(isPastDue);
        }
        else
        {
            Arm();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        Task running;
        lock (_lock)
        {
            _stopping = true;
            _timer?.Dispose();
            running = _run?.Task ?? Task.CompletedTask;
        }

        await using var patience = cancellationToken.UnsafeRegister(
            static cut => ((CancellationTokenSource)cut!).Cancel(),
            _cutOff
        );
        await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Report(RuntimePartState.Stopped);
    }

    private void Arm()
    {
        lock (_lock)
        {
            if (_stopping)
            {
                return;
            }

            var wait = _status.Next - Now;
            var capped =
                wait < TimeSpan.Zero ? TimeSpan.Zero
                : wait > s_longestWait ? s_longestWait
                : wait;
            _timer?.Dispose();
            _timer = Time.CreateTimer(static self => ((FunctionTimer)self!).Wake(), this, capped, Timeout.InfiniteTimeSpan);
        }
    }

    private void Wake()
    {
        // A timer counts elapsed time and may be a little ahead of the clock, or at the end of one step of a long wait.
        if (Now < _status.Next)
        {
            Arm();
        }
        else
        {
            BeginRun(isPastDue: false);
        }
    }

    private void BeginRun(bool isPastDue)
    {
        lock (_lock)
        {
            if (_stopping)
            {
                return;
            }

            _run = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        scheduler.Run(() => RunAsync(isPastDue, _run));
    }

    private async Task RunAsync(bool isPastDue, TaskCompletionSource run)
    {
        try
        {
            var started = Now;
            var fault = await runs.RunAsync(function, Info(isPastDue), _cutOff.Token);
            _status = new TimerStatus(started, schedule.Next(started), Now);
            if (_monitored)
            {
                await store.SaveAsync(function.Name, _status);
            }

            if (fault is null)
            {
                Report(RuntimePartState.Running);
            }
            else
            {
                ReportFault(fault, RuntimePartState.Running);
            }
        }
        catch (Exception ex) // the status could not be kept: the timer goes on, and after a restart runs once too often
        {
            ReportFault(ex, RuntimePartState.Failing);
            Log.StatusLost(logger, ex, function.Name);
        }
        finally
        {
            run.SetResult();
            Arm();
        }
    }

    private TimerInfo Info(bool isPastDue) =>
        new()
        {
            IsPastDue = isPastDue,
            ScheduleStatus = _monitored
                ? new ScheduleStatus
                {
                    Last = _status.Last ?? default,
                    Next = _status.Next,
                    LastUpdated = _status.LastUpdated,
                }
                : null,
        };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The status of timer {Function} could not be saved")]
        public static partial void StatusLost(ILogger logger, Exception fault, string function);
    }
}
