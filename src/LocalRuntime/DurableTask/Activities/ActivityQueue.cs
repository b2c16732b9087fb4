using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Runs activities, first come first served, up to a limit at the same time.</summary>
internal sealed partial class ActivityQueue(HubEngine engine) : IDisposable
{
    private readonly Queue<ActivityWork> _queue = [];
    private readonly CancellationTokenSource _stopping = new();
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

    public void Add(ActivityWork work)
    {
        AddOnce(work);
        if (engine.Hostile?.DuplicatesActivity() == true)
        {
            AddOnce(work);
        }
    }

    public void Stop() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();

    private void AddOnce(ActivityWork work)
    {
        lock (_queue)
        {
            _queue.Enqueue(work);
            if (_stopping.IsCancellationRequested || _running >= engine.Options.MaxConcurrentActivities)
            {
                return;
            }

            _running++;
        }

        engine.Scheduler.Run(DrainAsync);
    }

    private async Task DrainAsync()
    {
        while (Next() is { } work)
        {
            if (await RunAsync(work) is { } result)
            {
                await work.Instance.PostResultAsync(result);
            }
        }
    }

    private ActivityWork? Next()
    {
        lock (_queue)
        {
            if (!_stopping.IsCancellationRequested && _queue.TryDequeue(out var work))
            {
                return work;
            }

            _running--;
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
