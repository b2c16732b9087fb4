using Azure.Messaging.ServiceBus;

namespace Atlas.LocalRuntime.ServiceBus;

/// <summary>How large a message counts: about what it is on the wire.</summary>
internal static class MessageSize
{
    private const int Envelope = 64;

    public static long Of(ServiceBusMessage message)
    {
        long size = Envelope + message.Body.ToMemory().Length;
        size += Text(message.MessageId) + Text(message.ContentType) + Text(message.CorrelationId) + Text(message.Subject);
        size += Text(message.To) + Text(message.ReplyTo) + Text(message.ReplyToSessionId) + Text(message.SessionId);
        foreach (var (name, value) in message.ApplicationProperties)
        {
            size +=
                Text(name)
                + value switch
                {
                    string text => Text(text),
                    byte[] bytes => bytes.Length + 5,
                    Uri uri => Text(uri.OriginalString),
                    _ => 17,
                };
        }

        return size;
    }

    private static int Text(string? value) => value is null ? 1 : System.Text.Encoding.UTF8.GetByteCount(value) + 5;
}
