using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;

namespace Atlas.LocalRuntime.Tables;

/// <summary>An entity as JSON with a type beside every value that JSON alone would blur.</summary>
internal static class EntityWriter
{
    private const string Timestamp = nameof(ITableEntity.Timestamp);

    public static ReadOnlyMemory<byte> Write(ITableEntity entity)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            var properties = entity is IDictionary<string, object?> dictionary
                ? dictionary
                : EntityShape.Of(entity.GetType()).Read(entity);
            foreach (var (name, value) in properties)
            {
                // The service sets the time, and a null means that there is no such property.
                if (value is not null && name is not (TableEntity.ETagName or Timestamp))
                {
                    Write(writer, name, value);
                }
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, string name, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteString(name, text);
                break;
            case bool flag:
                writer.WriteBoolean(name, flag);
                break;
            case int number:
                writer.WriteNumber(name, number);
                break;
            case long number:
                WriteTyped(writer, name, "Edm.Int64", number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                WriteDouble(writer, name, number);
                break;
            case float number:
                WriteDouble(writer, name, number);
                break;
            case DateTimeOffset time:
                WriteTyped(writer, name, "Edm.DateTime", TableTime.Format(time));
                break;
            case DateTime time:
                WriteTyped(writer, name, "Edm.DateTime", TableTime.Format(new DateTimeOffset(time.ToUniversalTime())));
                break;
            case Guid guid:
                WriteTyped(writer, name, "Edm.Guid", guid.ToString());
                break;
            case byte[] bytes:
                WriteTyped(writer, name, "Edm.Binary", Convert.ToBase64String(bytes));
                break;
            case BinaryData data:
                WriteTyped(writer, name, "Edm.Binary", Convert.ToBase64String(data.ToMemory().Span));
                break;
            case Enum choice:
                writer.WriteString(name, choice.ToString());
                break;
            default:
                throw new NotSupportedException(
                    $"The property '{name}' has the type {value.GetType()}, which a table can't hold."
                );
        }
    }

    private static void WriteDouble(Utf8JsonWriter writer, string name, double number)
    {
        if (double.IsFinite(number))
        {
            writer.WriteString(TypeName(name), "Edm.Double");
            writer.WriteNumber(name, number);
            return;
        }

        var text =
            double.IsNaN(number) ? "NaN"
            : number > 0 ? "Infinity"
            : "-Infinity";
        WriteTyped(writer, name, "Edm.Double", text);
    }

    private static void WriteTyped(Utf8JsonWriter writer, string name, string type, string value)
    {
        writer.WriteString(TypeName(name), type);
        writer.WriteString(name, value);
    }

    private static string TypeName(string name) => name + "@odata.type";
}
