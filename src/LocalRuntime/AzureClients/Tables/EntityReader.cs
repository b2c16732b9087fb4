using System.Text.Json;
using Azure;
using Azure.Data.Tables;

namespace Atlas.LocalRuntime.Tables;

internal static class EntityReader
{
    private const string TypeSuffix = "@odata.type";

    public static T ReadOne<T>(Response response)
        where T : class, ITableEntity
    {
        using var document = JsonDocument.Parse(response.Content);
        return Read<T>(document.RootElement, response.Headers.ETag);
    }

    public static IReadOnlyList<T> ReadPage<T>(Response response)
        where T : class, ITableEntity
    {
        using var document = JsonDocument.Parse(response.Content);
        var rows = document.RootElement.GetProperty("value");
        var entities = new List<T>(rows.GetArrayLength());
        foreach (var row in rows.EnumerateArray())
        {
            entities.Add(Read<T>(row, etag: null));
        }

        return entities;
    }

    private static T Read<T>(JsonElement row, ETag? etag)
        where T : class, ITableEntity
    {
        var values = ReadValues(row);
        if (etag is { } known)
        {
            values.TryAdd(TableEntity.ETagName, known.ToString());
        }

        return typeof(T) == typeof(TableEntity)
            ? (T)(ITableEntity)new TableEntity(values!)
            : EntityShape.Of(typeof(T)).Create<T>(values);
    }

    private static Dictionary<string, object?> ReadValues(JsonElement row)
    {
        Dictionary<string, string?>? types = null;
        foreach (var property in row.EnumerateObject())
        {
            if (property.Name.EndsWith(TypeSuffix, StringComparison.Ordinal))
            {
                types ??= [];
                types[property.Name[..^TypeSuffix.Length]] = property.Value.GetString();
            }
        }

        var values = new Dictionary<string, object?>();
        foreach (var property in row.EnumerateObject())
        {
            var name = property.Name;
            var isAnnotation =
                name.Contains('@', StringComparison.Ordinal) || name.StartsWith("odata.", StringComparison.Ordinal);
            if (!isAnnotation || name is TableEntity.ETagName)
            {
                var type = types?.GetValueOrDefault(name) ?? (name is nameof(ITableEntity.Timestamp) ? "Edm.DateTime" : null);
                values[name] = ReadValue(property.Value, type);
            }
        }

        return values;
    }

    private static object? ReadValue(JsonElement value, string? type) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => ReadNumber(value, type),
            JsonValueKind.String => ReadText(value, type),
            _ => throw new InvalidDataException($"A table answered with a property that is a JSON {value.ValueKind}."),
        };

    private static object ReadNumber(JsonElement value, string? type) =>
        type switch
        {
            // Boxed one by one: the arms would else all become doubles.
            "Edm.Double" => (object)value.GetDouble(),
            "Edm.Int64" => (object)value.GetInt64(),
            _ when IsWhole(value) && value.TryGetInt32(out var number) => (object)number,
            _ => (object)value.GetDouble(),
        };

    /// <summary>The service writes a double that has no fraction as 5.0, without its type.</summary>
    private static bool IsWhole(JsonElement value) => value.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    private static object? ReadText(JsonElement value, string? type) =>
        type switch
        {
            "Edm.Int64" => long.Parse(value.GetString()!, System.Globalization.CultureInfo.InvariantCulture),
            "Edm.Double" => double.Parse(value.GetString()!, System.Globalization.CultureInfo.InvariantCulture),
            "Edm.DateTime" => TableTime.Parse(value.GetString()!),
            "Edm.Guid" => value.GetGuid(),
            "Edm.Binary" => value.GetBytesFromBase64(),
            _ => value.GetString(),
        };
}
