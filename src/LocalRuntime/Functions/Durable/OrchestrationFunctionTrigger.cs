using System.Reflection;
using Atlas.LocalRuntime.Functions.Discovery;
using Atlas.LocalRuntime.Functions.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.Functions.Durable;

internal sealed class OrchestrationFunctionTrigger(ParameterInfo parameter, OrchestrationTriggerAttribute attribute)
    : FunctionTrigger(parameter)
{
    private static readonly MethodInfo s_getInput = typeof(TaskOrchestrationContext).GetMethod(
        nameof(TaskOrchestrationContext.GetInput)
    )!;

    public string? Name => attribute.Orchestration;

    public override string BindingType => "orchestrationTrigger";

    public override string? Refusal(MethodInfo method) =>
        Parameter.ParameterType != typeof(TaskOrchestrationContext)
            ? "must take its [OrchestrationTrigger] parameter as TaskOrchestrationContext"
        : method.GetParameters().Count(IsInput) > 1 ? "is an orchestrator with more than one input parameter"
        : null;

    public override ParameterBinder? Bind(ParameterInfo parameter)
    {
        if (parameter == Parameter)
        {
            return context => new ValueTask<object?>(context.Trigger);
        }

        if (!IsInput(parameter))
        {
            return null;
        }

        var read = typeof(OrchestrationFunctionTrigger)
            .GetMethod(nameof(ReadInput), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(parameter.ParameterType)
            .CreateDelegate<Func<TaskOrchestrationContext, object?>>();
        return context => new ValueTask<object?>(read((TaskOrchestrationContext)context.Trigger!));
    }

    public override IReadOnlyDictionary<string, object?> BindingData(InvocationContext context) =>
        new Dictionary<string, object?> { ["instanceId"] = ((TaskOrchestrationContext)context.Trigger!).InstanceId };

    private static object? ReadInput<T>(TaskOrchestrationContext context) => context.GetInput<T>();

    private bool IsInput(ParameterInfo parameter) =>
        parameter != Parameter
        && AmbientParameters.Bind(parameter) is null
        && !parameter.IsDefined(typeof(DurableClientAttribute), inherit: false);
}
