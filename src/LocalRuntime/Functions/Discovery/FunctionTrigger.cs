using System.Reflection;
using Atlas.LocalRuntime.Functions.Invocation;

namespace Atlas.LocalRuntime.Functions.Discovery;

/// <summary>What sets one function off, and how the parameters that belong to it get their values.</summary>
internal abstract class FunctionTrigger(ParameterInfo parameter)
{
    private static readonly Dictionary<string, object?> s_noData = [];

    public ParameterInfo Parameter => parameter;

    /// <summary>The binding's name in the host's own metadata, such as <c>httpTrigger</c>.</summary>
    public abstract string BindingType { get; }

    /// <summary>The binder of a parameter of the function, or null when this trigger has nothing for it.</summary>
    public abstract ParameterBinder? Bind(ParameterInfo parameter);

    /// <summary>Why the method can't be run by this trigger; null when it can.</summary>
    public virtual string? Refusal(MethodInfo method) => null;

    public virtual IReadOnlyDictionary<string, object?> BindingData(InvocationContext context) => s_noData;
}
