using System.Text.Json;
using Atlas.LocalRuntime.DurableTask;
using Atlas.LocalRuntime.Functions.Configuration;
using Atlas.LocalRuntime.Functions.Discovery;
using Atlas.LocalRuntime.Functions.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.Functions.Durable;

/// <summary>Connects the orchestrators and activities that were found with the hub that runs them.</summary>
internal static class DurableRegistration
{
    // As in the durable worker: fields included, names without regard to case.
    public static readonly JsonSerializerOptions DefaultJson = new() { PropertyNameCaseInsensitive = true, IncludeFields = true };

    /// <summary>Whether the function needs the hub: to be run by it, or to reach it.</summary>
    public static bool Concerns(DiscoveredFunction function) =>
        function.Trigger is OrchestrationFunctionTrigger or ActivityFunctionTrigger
        || function.Method.GetParameters().Any(parameter => parameter.IsDefined(typeof(DurableClientAttribute), inherit: false));

    public static DurableTaskHub CreateHub(
        IServiceProvider services,
        IReadOnlyList<DiscoveredFunction> functions,
        LocalRuntimeOptions options
    )
    {
        var pipeline = services.GetRequiredService<InvocationPipeline>();
        var log = services.GetRequiredService<InvocationLog>();
        var registry = new DurableFunctions();
        foreach (var function in functions)
        {
            if (function.Trigger is OrchestrationFunctionTrigger orchestration)
            {
                registry.AddOrchestrator(
                    orchestration.Name ?? function.Name,
                    context => OrchestrateAsync(pipeline, log, function, context)
                );
            }
            else if (function.Trigger is ActivityFunctionTrigger activity)
            {
                registry.AddActivity(activity.Name ?? function.Name, invocation => ActAsync(pipeline, log, function, invocation));
            }
        }

        var hubOptions = DurableSettings.Read(
            services.GetRequiredService<HostSettings>(),
            services.GetRequiredService<DataDirectory>(),
            pipeline.DurableJson
        );
        return new DurableTaskHub(
            options.DurableTask?.Invoke(hubOptions) ?? hubOptions,
            registry,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<IWorkScheduler>(),
            services.GetRequiredService<ILoggerFactory>()
        );
    }

    private static async Task<object?> OrchestrateAsync(
        InvocationPipeline pipeline,
        InvocationLog log,
        DiscoveredFunction function,
        TaskOrchestrationContext orchestration
    )
    {
        var context = new InvocationContext(pipeline, function, orchestration, CancellationToken.None);
        try
        {
            var run = pipeline.RunAsync(context);
            if (!run.IsCompleted && !context.Entered)
            {
                throw new InvalidOperationException(
                    $"Middleware awaited before orchestrator '{function.Name}' was entered: an orchestrator must start on the caller's thread."
                );
            }

            await run;
            log.Succeeded(context);
            return context.Result;
        }
        catch (Exception ex)
        {
            if (!orchestration.IsReplaying)
            {
                log.Failed(context, ex);
            }

            throw;
        }
        finally
        {
            await context.DisposeAsync();
        }
    }

    private static async Task<object?> ActAsync(
        InvocationPipeline pipeline,
        InvocationLog log,
        DiscoveredFunction function,
        ActivityInvocation activity
    )
    {
        var context = new InvocationContext(pipeline, function, activity, activity.CancellationToken);
        try
        {
            await pipeline.RunAsync(context);
            log.Succeeded(context);
            return context.Result;
        }
        catch (OperationCanceledException) when (activity.CancellationToken.IsCancellationRequested)
        {
            throw; // the hub is stopping: the activity runs again after the next start
        }
        catch (Exception ex)
        {
            log.Failed(context, ex);
            throw;
        }
        finally
        {
            await context.DisposeAsync();
        }
    }
}
