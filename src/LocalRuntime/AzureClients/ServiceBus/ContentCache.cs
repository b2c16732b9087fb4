namespace Atlas.LocalRuntime.ServiceBus;

/// <summary>Limits how many bytes of waiting messages stay in memory; the rest is read again when it is delivered.</summary>
internal sealed class ContentCache(long limit)
{
    private long _bytes;

    public void Admit(BrokerMessage message)
    {
        if (message.Content is { } content && Interlocked.Add(ref _bytes, content.Body.Length) > limit)
        {
            Drop(message);
        }
    }

    public void Drop(BrokerMessage message)
    {
        if (message.Content is { } content)
        {
            Interlocked.Add(ref _bytes, -content.Body.Length);
            message.Content = null;
        }
    }
}
