using System.Globalization;
using System.Text.Json;

namespace Atlas.LocalRuntime.ServiceBus;

/// <summary>Application properties as <c>{"name":["type","value"]}</c>: the types that AMQP carries come back as they were.</summary>
internal static class PropertyCodec
{
    public static void AssertSupported(string name, object? value)
    {
        if (value is not null && TypeOf(value) is null)
        {
            throw new System.Runtime.Serialization.SerializationException(
                $"The application property '{name}' has the type {value.GetType().FullName}, which Service Bus can't carry."
            );
        }
    }

    public static void Write(Utf8JsonWriter writer, string name, object? value)
    {
        writer.WriteStartArray(name);
        if (value is not null)
        {
            writer.WriteStringValue(TypeOf(value));
            writer.WriteStringValue(Text(value));
        }

        writer.WriteEndArray();
    }

    public static object? Read(JsonElement pair)
    {
        if (pair.GetArrayLength() == 0)
        {
            return null;
        }

        var text = pair[1].GetString()!;
        var culture = CultureInfo.InvariantCulture;
        return pair[0].GetString() switch
        {
            "string" => text,
            "bool" => text == bool.TrueString,
            "byte" => byte.Parse(text, culture),
            "sbyte" => sbyte.Parse(text, culture),
            "short" => short.Parse(text, culture),
            "ushort" => ushort.Parse(text, culture),
            "int" => int.Parse(text, culture),
            "uint" => uint.Parse(text, culture),
            "long" => long.Parse(text, culture),
            "ulong" => ulong.Parse(text, culture),
            "float" => float.Parse(text, culture),
            "double" => double.Parse(text, culture),
            "decimal" => decimal.Parse(text, culture),
            "char" => text[0],
            "guid" => Guid.Parse(text),
            "uri" => new Uri(text, UriKind.RelativeOrAbsolute),
            "datetime" => new DateTime(long.Parse(text, culture), DateTimeKind.Utc),
            "datetimeoffset" => DateTimeOffset.ParseExact(text, "O", culture),
            "timespan" => new TimeSpan(long.Parse(text, culture)),
            "bytes" => Convert.FromBase64String(text),
            var type => throw new InvalidDataException($"A stored message has a property of the unknown type '{type}'."),
        };
    }

    private static string? TypeOf(object value) =>
        value switch
        {
            string => "string",
            bool => "bool",
            byte => "byte",
            sbyte => "sbyte",
            short => "short",
            ushort => "ushort",
            int => "int",
            uint => "uint",
            long => "long",
            ulong => "ulong",
            float => "float",
            double => "double",
            decimal => "decimal",
            char => "char",
            Guid => "guid",
            Uri => "uri",
            DateTime => "datetime",
            DateTimeOffset => "datetimeoffset",
            TimeSpan => "timespan",
            byte[] => "bytes",
            _ => null,
        };

    private static string Text(object value) =>
        value switch
        {
            Uri uri => uri.OriginalString,
            DateTime time => time.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture),
            DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
            TimeSpan span => span.Ticks.ToString(CultureInfo.InvariantCulture),
            byte[] bytes => Convert.ToBase64String(bytes),
            float number => number.ToString("R", CultureInfo.InvariantCulture),
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}
