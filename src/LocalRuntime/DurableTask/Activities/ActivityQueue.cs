using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Runs activities, those of each owner in their order, up to a limit at the same time.</summary>
internal sealed partial class ActivityQueue(HubEngine engine)
{
    private readonly FairQueue<ActivityWork> _queue = new(engine.Options.MaxConcurrentActivities);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILogger _logger = engine.Services.LoggerFactory.CreateLogger("Atlas.LocalRuntime.DurableTask.Activities");
    private int _running;

    public int Running
    {
        get
        {
            lock (_queue)
            {
                return _running;
            }
        }
    }

    public int Queued
    {
        get
        {
            lock (_queue)
            {
                return _queue.Count;
            }
        }
    }

    private bool MayBeginOne => _running < engine.Options.MaxConcurrentActivities && _queue.CanTake;

    public void Add(ActivityWork work)
    {
        AddOnce(work);
        if (engine.Hostile?.DuplicatesActivity() == true)
        {
            AddOnce(work);
        }
    }

    /// <summary>Starts no more activities and cancels those that run; ends with the last of them.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        lock (_queue)
        {
            if (_running == 0)
            {
                _ended.TrySetResult();
            }
        }

        await _ended.Task;
    }

    private void AddOnce(ActivityWork work)
    {
        lock (_queue)
        {
            _queue.Add(work.Instance.Share, work);
            if (_stopping.IsCancellationRequested || !MayBeginOne)
            {
                return;
            }

            _running++;
        }

        engine.Scheduler.Run(DrainAsync);
    }

    private async Task DrainAsync()
    {
        string? share = null;
        while (Next(ref share) is { } work)
        {
            if (await RunAsync(work) is { } result)
            {
                await work.Instance.PostResultAsync(result);
            }
        }
    }

    /// <param name="share">Of what has just ended, if anything; then of what is next.</param>
    private ActivityWork? Next(ref string? share)
    {
        lock (_queue)
        {
            if (share is not null)
            {
                _queue.Release(share);
            }

            if (!_stopping.IsCancellationRequested && _queue.TryTake(out var work, out share))
            {
                if (MayBeginOne)
                {
                    // What has ended may have let in two: one of its own, one of an owner who waited for a place to be free.
                    _running++;
                    engine.Scheduler.Run(DrainAsync);
                }

                return work;
            }

            _running--;
            if (_running == 0 && _stopping.IsCancellationRequested)
            {
                _ended.TrySetResult();
            }

            return null;
        }
    }

    /// <summary>Null where the hub stopped: it runs again after the next start.</summary>
    private async Task<HistoryEvent?> RunAsync(ActivityWork work)
    {
        var asked = work.Asked;
        var name = asked.Name ?? "";
        if (engine.Services.Functions.Activity(name) is not { } function)
        {
            Log.NotFound(_logger, name, work.Info.Id);
            return Failed(asked, Failures.NoActivity(name));
        }

        try
        {
            LocalActivityContext context = new(name, work.Info.Id, asked.Version);
            var result = await function(new ActivityInvocation(context, asked.Text, _stopping.Token));
            return new HistoryEvent(EventKind.ActivityCompleted, asked.TaskId)
            {
                Text = engine.Services.Converter.Serialize(result),
            };
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception ex) // an activity's failure belongs to its orchestrator
        {
            Log.Failed(_logger, name, asked.TaskId, work.Info.Id, ex);
            return Failed(asked, TaskFailureDetails.FromException(ex));
        }
    }

    private static HistoryEvent Failed(HistoryEvent asked, TaskFailureDetails failure) =>
        new(EventKind.ActivityFailed, asked.TaskId) { Text = FailureJson.Write(failure) };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "No activity named {Name} is registered; instance {InstanceId} asked for it.")]
        public static partial void NotFound(ILogger logger, string name, string instanceId);

        [LoggerMessage(LogLevel.Warning, "Activity {Name} (#{TaskId}) of instance {InstanceId} failed.")]
        public static partial void Failed(ILogger logger, string name, int taskId, string instanceId, Exception exception);
    }
}
