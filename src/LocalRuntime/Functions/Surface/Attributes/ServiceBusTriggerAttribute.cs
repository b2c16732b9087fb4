namespace Microsoft.Azure.Functions.Worker;

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceBusTriggerAttribute(string queueName) : Attribute
{
    public string? Connection { get; set; }

    public string? QueueName { get; } = queueName;

    public bool IsBatched { get; set; }

    public bool AutoCompleteMessages
    {
        get => AutoComplete ?? false;
        set => AutoComplete = value;
    }

    /// <summary>Null when the function doesn't say: host.json decides then.</summary>
    internal bool? AutoComplete { get; private set; }
}
