using System.Reflection;
using Atlas.LocalRuntime.Functions.Discovery;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.LocalRuntime.Functions.Timers;

internal sealed class TimerFunctionTrigger(ParameterInfo parameter, TimerTriggerAttribute attribute) : FunctionTrigger(parameter)
{
    public TimerTriggerAttribute Attribute => attribute;

    public override string BindingType => "timerTrigger";

    public override string? Refusal(MethodInfo method) =>
        Parameter.ParameterType == typeof(TimerInfo) ? null : "must take its [TimerTrigger] parameter as TimerInfo";

    public override ParameterBinder? Bind(ParameterInfo parameter) =>
        parameter == Parameter ? context => new ValueTask<object?>(context.Trigger) : null;
}
