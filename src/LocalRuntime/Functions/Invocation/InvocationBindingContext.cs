using Microsoft.Azure.Functions.Worker;

namespace Atlas.LocalRuntime.Functions.Invocation;

internal sealed class InvocationBindingContext(IReadOnlyDictionary<string, object?> data) : BindingContext
{
    public override IReadOnlyDictionary<string, object?> BindingData => data;
}
