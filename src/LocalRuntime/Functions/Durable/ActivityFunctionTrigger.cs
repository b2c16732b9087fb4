using System.Reflection;
using System.Text.Json;
using Atlas.LocalRuntime.DurableTask;
using Atlas.LocalRuntime.Functions.Discovery;
using Atlas.LocalRuntime.Functions.Invocation;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.LocalRuntime.Functions.Durable;

internal sealed class ActivityFunctionTrigger(ParameterInfo parameter, ActivityTriggerAttribute attribute)
    : FunctionTrigger(parameter)
{
    private const string InstanceId = "instanceId";

    public string? Name => attribute.Activity;

    public override string BindingType => "activityTrigger";

    public override ParameterBinder? Bind(ParameterInfo parameter)
    {
        if (parameter == Parameter)
        {
            return AmbientParameters.Bind(parameter) ?? BindInput(parameter.ParameterType);
        }

        // The real worker has no TaskActivityContext for functions; it gives the instance by this name.
        return parameter.Name == InstanceId && parameter.ParameterType == typeof(string)
            ? context => new ValueTask<object?>(Invocation(context).Context.InstanceId)
            : null;
    }

    public override IReadOnlyDictionary<string, object?> BindingData(InvocationContext context) =>
        new Dictionary<string, object?> { [InstanceId] = Invocation(context).Context.InstanceId };

    private static ParameterBinder BindInput(Type type)
    {
        var missing = type.IsValueType ? Activator.CreateInstance(type) : null;
        return context => new ValueTask<object?>(
            Invocation(context).SerializedInput is { } input
                ? JsonSerializer.Deserialize(input, type, context.Pipeline.DurableJson)
                : missing
        );
    }

    private static ActivityInvocation Invocation(InvocationContext context) => (ActivityInvocation)context.Trigger!;
}
