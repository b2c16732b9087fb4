using Microsoft.DurableTask;

namespace Atlas.LocalRuntime.DurableTask;

internal sealed class LocalActivityContext(string name, string instanceId, string version) : TaskActivityContext
{
    public override TaskName Name => name;

    public override string InstanceId => instanceId;

    public override string Version => version;
}
