using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.LocalRuntime.Functions.Discovery;

/// <summary>The parameters that any function may have, whatever its trigger.</summary>
internal static class AmbientParameters
{
    public static ParameterBinder? Bind(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(FunctionContext))
        {
            return context => new ValueTask<object?>(context);
        }

        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return context => new ValueTask<object?>(context.CancellationToken);
        }

        return null;
    }
}
