using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.DurableTask;

internal sealed partial class DurableOrchestrationContext
{
    public override Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<NoResult>(name, input, options);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        run.EnsureOnTurnThread();
        ArgumentException.ThrowIfNullOrEmpty(name.Name, nameof(name));
        if (input is TaskOptions && options is null)
        {
            return Task.FromException<TResult>(
                new ArgumentException(
                    "TaskOptions were passed as the activity's input and nothing as its options. Name the argument: options: …",
                    nameof(input)
                )
            );
        }

        var json = run.Services.Converter.Serialize(input);
        var version = options?.Version is { } asked ? asked.Version : run.Info.Version;
        return options?.Retry is { } retry
            ? RetryAsync(() => Activity<TResult>(name, json, version), retry)
            : Activity<TResult>(name, json, version);
    }

    public override Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<NoResult>(orchestratorName, input, options);

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName,
        object? input = null,
        TaskOptions? options = null
    )
    {
        run.EnsureOnTurnThread();
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        var json = run.Services.Converter.Serialize(input);
        var id = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        var version = options?.Version is { } asked ? asked.Version : run.Services.Options.DefaultVersion;
        return options?.Retry is { } retry
            ? RetryAsync(() => SubOrchestration<TResult>(orchestratorName, json, id, version), retry)
            : SubOrchestration<TResult>(orchestratorName, json, id, version);
    }

    private Task<T> Activity<T>(TaskName name, string? json, string version) =>
        run
            .Tasks.Open<T>(
                new HistoryEvent(EventKind.ActivityScheduled, run.Tasks.TakeNumber())
                {
                    Name = name.Name,
                    Text = json,
                    Version = version,
                }
            )
            .Task;

    private Task<T> SubOrchestration<T>(TaskName name, string? json, string id, string version) =>
        run
            .Tasks.Open<T>(
                new HistoryEvent(EventKind.SubOrchestrationStarted, run.Tasks.TakeNumber())
                {
                    Name = name.Name,
                    Text = json,
                    Target = id,
                    Version = version,
                }
            )
            .Task;

    private Task<T> RetryAsync<T>(Func<Task<T>> call, TaskRetryOptions retry) =>
        retry.Policy is { } policy ? WithPolicyAsync(call, policy)
        : retry.Handler is { } handler ? WithHandlerAsync(call, handler)
        : call();

    private async Task<T> WithPolicyAsync<T>(Func<Task<T>> call, RetryPolicy policy)
    {
        var started = run.Now;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan delay;
            try
            {
                return await call();
            }
            catch (TaskFailedException ex) when (attempt < policy.MaxNumberOfAttempts && !Failures.IsFinal(ex.FailureDetails))
            {
                var outOfTime = policy.RetryTimeout != Timeout.InfiniteTimeSpan && run.Now - started >= policy.RetryTimeout;
                if (outOfTime || !policy.Handles(ex.FailureDetails))
                {
                    throw;
                }

                delay = DelayAfter(attempt, policy);
            }

            await CreateTimer(run.Now + delay, CancellationToken.None);
        }
    }

    private static TimeSpan DelayAfter(int attempt, RetryPolicy policy)
    {
        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        var longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.FromDays(36500) : policy.MaxRetryInterval;
        return milliseconds < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : longest;
    }

    private async Task<T> WithHandlerAsync<T>(Func<Task<T>> call, AsyncRetryHandler handler)
    {
        var started = run.Now;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException ex) when (!Failures.IsFinal(ex.FailureDetails))
            {
                RetryContext failed = new(this, attempt, ex.FailureDetails, run.Now - started, CancellationToken.None);
                if (!await handler(failed))
                {
                    throw;
                }
            }
        }
    }
}
