using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Atlas.Core.Problems;

/// <summary>A successful answer as it goes over the wire, so that it can be kept and given again.</summary>
/// <param name="Body">JSON, or empty for an answer without a body.</param>
public sealed record Answer(int Status, ReadOnlyMemory<byte> Body, string? ETag = null, string? Location = null)
{
    public static Answer NoContent { get; } = new(204, default);

    public static Answer Ok<T>(T view, JsonTypeInfo<T> type, string? etag = null) =>
        new(200, JsonSerializer.SerializeToUtf8Bytes(view, type), etag);

    public static Answer Created<T>(T view, JsonTypeInfo<T> type, string location, string? etag = null) =>
        new(201, JsonSerializer.SerializeToUtf8Bytes(view, type), etag, location);

    public static Answer Accepted<T>(T view, JsonTypeInfo<T> type, string location, string? etag = null) =>
        new(202, JsonSerializer.SerializeToUtf8Bytes(view, type), etag, location);
}
