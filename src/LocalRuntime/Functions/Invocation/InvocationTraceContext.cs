using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.LocalRuntime.Functions.Invocation;

internal sealed class InvocationTraceContext : TraceContext
{
    private readonly Activity? _activity = Activity.Current;

    public override string TraceParent => _activity?.Id ?? "";

    public override string TraceState => _activity?.TraceStateString ?? "";
}
