using System.Reflection;
using Atlas.Functions.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using NCrontab;

namespace Atlas.Capacity.Counting;

/// <summary>The app's own timer functions, found as the host finds them, at their own times.</summary>
internal sealed class AppTimers
{
    private static readonly CrontabSchedule.ParseOptions s_seconds = new() { IncludingSeconds = true };
    private readonly List<AppTimer> _timers;

    public AppTimers(IServiceProvider services, DurableTaskClient client, Tally tally)
    {
        _timers =
        [
            .. from method in Found()
            let trigger = method
                .GetParameters()
                .Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>())
                .First(attribute => attribute is not null)
            select new AppTimer(
                method.GetCustomAttribute<FunctionAttribute>()!.Name,
                CrontabSchedule.Parse(trigger.Schedule, s_seconds),
                () => RunAsync(services, method, client, tally)
            ),
        ];
    }

    public IReadOnlyList<string> Names => [.. _timers.Select(timer => timer.Name)];

    public DateTimeOffset NextAfter(DateTimeOffset time) => _timers.Min(timer => timer.NextAfter(time));

    /// <summary>Runs what is due after the one time and up to the other.</summary>
    public async Task RunAsync(DateTimeOffset after, DateTimeOffset upTo)
    {
        foreach (var timer in _timers.Where(timer => timer.NextAfter(after) <= upTo))
        {
            await timer.Run();
        }
    }

    private static IEnumerable<MethodInfo> Found() =>
        from type in typeof(AtlasApp).Assembly.GetExportedTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
        where method.GetParameters().Any(parameter => parameter.IsDefined(typeof(TimerTriggerAttribute)))
        orderby method.Name
        select method;

    private static async Task RunAsync(IServiceProvider services, MethodInfo method, DurableTaskClient client, Tally tally)
    {
        Tally.Enter(Stages.Timer(method.GetCustomAttribute<FunctionAttribute>()!.Name));
        tally.Add(Unit.Executions);
        var function = ActivatorUtilities.GetServiceOrCreateInstance(services, method.DeclaringType!);
        object? ArgumentOf(ParameterInfo parameter) =>
            parameter.ParameterType == typeof(TimerInfo) ? new TimerInfo()
            : parameter.ParameterType == typeof(DurableTaskClient) ? client
            : parameter.ParameterType == typeof(CancellationToken) ? CancellationToken.None
            : throw new NotSupportedException($"{method.Name} takes a {parameter.ParameterType}.");
        await (Task)method.Invoke(function, [.. method.GetParameters().Select(ArgumentOf)])!;
    }

    private sealed record AppTimer(string Name, CrontabSchedule Schedule, Func<Task> Run)
    {
        public DateTimeOffset NextAfter(DateTimeOffset time) =>
            new(DateTime.SpecifyKind(Schedule.GetNextOccurrence(time.UtcDateTime), DateTimeKind.Utc));
    }
}
