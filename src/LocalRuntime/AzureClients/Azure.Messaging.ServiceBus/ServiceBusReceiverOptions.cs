#nullable disable

namespace Azure.Messaging.ServiceBus;

public class ServiceBusReceiverOptions
{
    public int PrefetchCount
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    public ServiceBusReceiveMode ReceiveMode { get; set; }

    public string Identifier { get; set; }

    public SubQueue SubQueue { get; set; }
}
