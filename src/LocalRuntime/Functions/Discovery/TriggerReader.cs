using System.Reflection;
using Atlas.LocalRuntime.Functions.Durable;
using Atlas.LocalRuntime.Functions.Http;
using Atlas.LocalRuntime.Functions.ServiceBus;
using Atlas.LocalRuntime.Functions.Timers;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.LocalRuntime.Functions.Discovery;

internal static class TriggerReader
{
    public static FunctionTrigger Read(string name, MethodInfo method)
    {
        var triggers = method
            .GetParameters()
            .Select(parameter => Read(name, method, parameter))
            .OfType<FunctionTrigger>()
            .ToArray();
        return triggers switch
        {
            [var trigger] => trigger,
            [] => throw new FunctionRefusedException(name, method, "has no parameter with a trigger attribute"),
            _ => throw new FunctionRefusedException(name, method, "has more than one trigger"),
        };
    }

    private static FunctionTrigger? Read(string name, MethodInfo method, ParameterInfo parameter) =>
        parameter
            .GetCustomAttributes(inherit: false)
            .Select(
                FunctionTrigger? (attribute) =>
                    attribute switch
                    {
                        HttpTriggerAttribute http => HttpFunctionTrigger.Read(name, method, parameter, http),
                        TimerTriggerAttribute timer => new TimerFunctionTrigger(parameter, timer),
                        ServiceBusTriggerAttribute bus => new ServiceBusFunctionTrigger(parameter, bus),
                        OrchestrationTriggerAttribute orchestration => new OrchestrationFunctionTrigger(parameter, orchestration),
                        ActivityTriggerAttribute activity => new ActivityFunctionTrigger(parameter, activity),
                        _ => null,
                    }
            )
            .FirstOrDefault(trigger => trigger is not null);
}
