using System.Reflection;
using Atlas.LocalRuntime.DurableTask;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

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

        if (
            parameter.ParameterType == typeof(DurableTaskClient)
            && parameter.IsDefined(typeof(DurableClientAttribute), inherit: false)
        )
        {
            return context => new ValueTask<object?>(context.RootServices.GetRequiredService<DurableTaskHub>().Client);
        }

        return null;
    }
}
