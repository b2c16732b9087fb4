using System.Reflection;
using Atlas.LocalRuntime.Functions.Invocation;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.LocalRuntime.Functions.Discovery;

internal delegate ValueTask<object?> ParameterBinder(InvocationContext context);

/// <summary>A function as found in the code. Delegates are compiled at its first run, to start quickly.</summary>
internal sealed class DiscoveredFunction
{
    private readonly Lazy<MethodCall> _call;
    private readonly Lazy<ObjectFactory>? _factory;

    public DiscoveredFunction(string name, MethodInfo method, FunctionTrigger trigger, ParameterBinder[] binders)
    {
        Name = name;
        Method = method;
        Trigger = trigger;
        Binders = binders;
        Definition = new DiscoveredFunctionDefinition(name, method, trigger);
        _call = new Lazy<MethodCall>(() => MethodCallCompiler.Compile(method));
        if (!method.IsStatic)
        {
            _factory = new Lazy<ObjectFactory>(() => ActivatorUtilities.CreateFactory(method.DeclaringType!, []));
            Create = services => _factory.Value(services, null);
        }
    }

    public string Name { get; }

    public MethodInfo Method { get; }

    public FunctionTrigger Trigger { get; }

    public ParameterBinder[] Binders { get; }

    public DiscoveredFunctionDefinition Definition { get; }

    public MethodCall Call => _call.Value;

    /// <summary>Makes the instance that one run is called on; null for a static method.</summary>
    public Func<IServiceProvider, object>? Create { get; }
}
