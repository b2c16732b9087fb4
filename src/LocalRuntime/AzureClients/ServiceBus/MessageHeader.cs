using System.Buffers;
using System.Text.Json;

namespace Atlas.LocalRuntime.ServiceBus;

/// <summary>All of a message's content but the body, as it is stored. Null where there is nothing to say.</summary>
internal static class MessageHeader
{
    private const string Properties = "properties";

    public static byte[]? Encode(MessageContent content)
    {
        (string Name, string? Value)[] fields =
        [
            ("contentType", content.ContentType),
            ("correlationId", content.CorrelationId),
            ("subject", content.Subject),
            ("to", content.To),
            ("replyTo", content.ReplyTo),
            ("replyToSessionId", content.ReplyToSessionId),
            ("sessionId", content.SessionId),
            ("partitionKey", content.PartitionKey),
        ];
        if (content.Properties.Count == 0 && Array.TrueForAll(fields, field => field.Value is null))
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in fields)
            {
                if (value is not null)
                {
                    writer.WriteString(name, value);
                }
            }

            writer.WriteStartObject(Properties);
            foreach (var (name, value) in content.Properties)
            {
                PropertyCodec.Write(writer, name, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static MessageContent Decode(byte[]? header, byte[] body)
    {
        if (header is null)
        {
            return new MessageContent { Body = body };
        }

        using var document = JsonDocument.Parse(header);
        var root = document.RootElement;
        return new MessageContent
        {
            ContentType = Text(root, "contentType"),
            CorrelationId = Text(root, "correlationId"),
            Subject = Text(root, "subject"),
            To = Text(root, "to"),
            ReplyTo = Text(root, "replyTo"),
            ReplyToSessionId = Text(root, "replyToSessionId"),
            SessionId = Text(root, "sessionId"),
            PartitionKey = Text(root, "partitionKey"),
            Properties = root.GetProperty(Properties)
                .EnumerateObject()
                .ToDictionary(property => property.Name, property => PropertyCodec.Read(property.Value)),
            Body = body,
        };
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
