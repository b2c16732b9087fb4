using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.LocalRuntime.Functions.Discovery;

internal sealed class DiscoveredFunctionDefinition(string name, MethodInfo method, FunctionTrigger trigger) : FunctionDefinition
{
    private ImmutableDictionary<string, BindingMetadata>? _inputs;

    public override string Name => name;

    public override string Id { get; } = $"{method.DeclaringType!.FullName}.{method.Name}:{name}";

    public override string EntryPoint { get; } = $"{method.DeclaringType!.FullName}.{method.Name}";

    public override string PathToAssembly => method.DeclaringType!.Assembly.Location;

    public override IImmutableDictionary<string, BindingMetadata> InputBindings =>
        _inputs ??= method
            .GetParameters()
            .Select(parameter => (parameter.Name, Type: BindingType(parameter)))
            .Where(binding => binding.Type is not null)
            .ToImmutableDictionary(
                binding => binding.Name!,
                BindingMetadata (binding) => new DiscoveredBinding(binding.Name!, binding.Type!)
            );

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; } =
        trigger is Http.HttpFunctionTrigger
            ? ImmutableDictionary<string, BindingMetadata>.Empty.Add("$return", new DiscoveredBinding("$return", "http"))
            : ImmutableDictionary<string, BindingMetadata>.Empty;

    private string? BindingType(ParameterInfo parameter) =>
        parameter == trigger.Parameter ? trigger.BindingType
        : parameter.IsDefined(typeof(DurableClientAttribute), inherit: false) ? "durableClient"
        : null;

    private sealed class DiscoveredBinding(string name, string type) : BindingMetadata
    {
        public override string Name => name;

        public override string Type => type;
    }
}
