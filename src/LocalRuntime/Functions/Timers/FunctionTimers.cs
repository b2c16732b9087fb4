using Atlas.LocalRuntime.Functions.Configuration;
using Atlas.LocalRuntime.Functions.Discovery;
using Atlas.LocalRuntime.Functions.Invocation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NCrontab;

namespace Atlas.LocalRuntime.Functions.Timers;

internal static class FunctionTimers
{
    public static IEnumerable<FunctionTimer> Of(IReadOnlyList<DiscoveredFunction> functions, IServiceProvider services)
    {
        var settings = services.GetRequiredService<IConfiguration>();
        return functions
            .Where(function => function.Trigger is TimerFunctionTrigger)
            .Select(function => new FunctionTimer(
                function,
                Schedule(function, settings),
                services.GetRequiredService<TimerStatusStore>(),
                services.GetRequiredService<BackgroundRuns>(),
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<IWorkScheduler>(),
                services.GetRequiredService<ILogger<FunctionTimer>>()
            ));
    }

    private static TimerSchedule Schedule(DiscoveredFunction function, IConfiguration settings)
    {
        var expression = SettingNames.Resolve(((TimerFunctionTrigger)function.Trigger).Attribute.Schedule, settings);
        try
        {
            return TimerSchedule.Parse(expression);
        }
        catch (CrontabException ex)
        {
            throw new InvalidOperationException(
                $"Function '{function.Name}' has the schedule '{expression}', which is no NCRONTAB expression: {ex.Message}",
                ex
            );
        }
    }
}
