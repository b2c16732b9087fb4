using System.Text.Json.Serialization;

namespace Atlas.Platforms.Meta;

/// <summary>The <c>error</c> object of a Graph answer. Only message, type, code and trace id are always there.</summary>
internal sealed record GraphError
{
    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("type")]
    public string? Type { get; init; }

    [JsonPropertyName("code")]
    public int Code { get; init; }

    [JsonPropertyName("error_subcode")]
    public int Subcode { get; init; }

    [JsonPropertyName("is_transient")]
    public bool IsTransient { get; init; }

    /// <summary>Written by Meta for the person, in the person's language.</summary>
    [JsonPropertyName("error_user_msg")]
    public string? UserMessage { get; init; }

    [JsonPropertyName("fbtrace_id")]
    public string? TraceId { get; init; }

    [JsonIgnore]
    public string CodeText => Subcode == 0 ? $"{Code}" : $"{Code}/{Subcode}";
}

internal sealed record GraphErrorBody
{
    [JsonPropertyName("error")]
    public GraphError? Error { get; init; }
}

[JsonSerializable(typeof(GraphErrorBody))]
[JsonSerializable(typeof(GraphIdBody))]
internal sealed partial class GraphJson : JsonSerializerContext;

/// <summary>What a create answers.</summary>
internal sealed record GraphIdBody
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }
}
