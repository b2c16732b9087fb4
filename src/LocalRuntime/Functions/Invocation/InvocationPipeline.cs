using System.Text.Json;
using Atlas.LocalRuntime.Functions.Discovery;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Atlas.LocalRuntime.Functions.Invocation;

/// <summary>The middleware in its order and, at its end, the function.</summary>
internal sealed class InvocationPipeline
{
    private readonly FunctionExecutionDelegate _run;

    public InvocationPipeline(
        IServiceProvider services,
        TimeProvider time,
        ObjectSerializer serializer,
        JsonSerializerOptions durableJson,
        IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware
    )
    {
        Services = services;
        Time = time;
        Serializer = serializer;
        DurableJson = durableJson;
        _run = middleware.Reverse().Aggregate((FunctionExecutionDelegate)EnterFunctionAsync, (next, wrap) => wrap(next));
    }

    public IServiceProvider Services { get; }

    public TimeProvider Time { get; }

    /// <summary>Reads bodies and messages into the function's own types.</summary>
    public ObjectSerializer Serializer { get; }

    /// <summary>Reads what the durable hub hands over.</summary>
    public JsonSerializerOptions DurableJson { get; }

    public Task RunAsync(InvocationContext context) => _run(context);

    private static async Task EnterFunctionAsync(FunctionContext context)
    {
        var invocation = (InvocationContext)context;
        invocation.Entered = true;
        var function = invocation.Function;
        var binders = function.Binders;
        var arguments = new object?[binders.Length];
        for (var i = 0; i < binders.Length; i++)
        {
            var bound = binders[i](invocation);
            arguments[i] = bound.IsCompletedSuccessfully ? bound.Result : await bound;
        }

        var instance = function.Create?.Invoke(invocation.InstanceServices);
        invocation.Result = await function.Call(instance, arguments);
    }
}
