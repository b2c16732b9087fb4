using System.Reflection;
using Atlas.LocalRuntime.Functions.Http;
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
                        _ => null,
                    }
            )
            .FirstOrDefault(trigger => trigger is not null);
}
