using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Atlas.Core.Storage;

/// <summary>A document as it was read, with the tag that a change of it must name.</summary>
public sealed record Versioned<T>(T Value, string ETag);

public static class RowStoreDocuments
{
    public static async ValueTask<Versioned<T>?> ReadAsync<T>(
        this IRowStore rows,
        string partition,
        string key,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    ) => await rows.ReadAsync(partition, key, cancellationToken) is { } row ? row.As(type) : null;

    public static Versioned<T> As<T>(this Row row, JsonTypeInfo<T> type)
    {
        if (row.Document is Versioned<T> known)
        {
            return known;
        }

        var document = new Versioned<T>(
            JsonSerializer.Deserialize(row.Data.Span, type) ?? throw new JsonException($"The row {row.Key} holds null."),
            row.ETag
        );
        row.Document = document;
        return document;
    }

    public static ReadOnlyMemory<byte> ToRow<T>(this T value, JsonTypeInfo<T> type) =>
        JsonSerializer.SerializeToUtf8Bytes(value, type);
}
