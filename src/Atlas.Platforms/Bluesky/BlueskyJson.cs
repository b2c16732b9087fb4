using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Atlas.Platforms.Bluesky;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(BlueskyCursor))]
[JsonSerializable(typeof(BlueskyErrorBody))]
[JsonSerializable(typeof(BlueskySession))]
[JsonSerializable(typeof(BlueskyHandle))]
[JsonSerializable(typeof(BlueskyDidDocument))]
[JsonSerializable(typeof(BlueskyProfile))]
[JsonSerializable(typeof(BlueskyUpload))]
[JsonSerializable(typeof(BlueskyRecord))]
[JsonSerializable(typeof(BlueskyPosts))]
[JsonSerializable(typeof(BlueskyServiceToken))]
[JsonSerializable(typeof(BlueskyJobAnswer))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class BlueskyJson : JsonSerializerContext;

internal sealed record BlueskyErrorBody
{
    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }
}

internal sealed record BlueskySession
{
    [JsonPropertyName("accessJwt")]
    public string? AccessJwt { get; init; }

    [JsonPropertyName("refreshJwt")]
    public string? RefreshJwt { get; init; }

    [JsonPropertyName("did")]
    public string? Did { get; init; }

    [JsonPropertyName("handle")]
    public string? Handle { get; init; }

    /// <summary>False for an account that is suspended, taken down or deactivated; absent means active.</summary>
    [JsonPropertyName("active")]
    public bool? Active { get; init; }
}

internal sealed record BlueskyHandle
{
    [JsonPropertyName("did")]
    public string? Did { get; init; }
}

internal sealed record BlueskyDidDocument
{
    [JsonPropertyName("service")]
    public IReadOnlyList<BlueskyService>? Services { get; init; }
}

internal sealed record BlueskyService
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("serviceEndpoint")]
    public string? Endpoint { get; init; }
}

internal sealed record BlueskyProfile
{
    [JsonPropertyName("displayName")]
    public string? DisplayName { get; init; }

    [JsonPropertyName("avatar")]
    public string? Avatar { get; init; }
}

internal sealed record BlueskyUpload
{
    /// <summary>Goes into the record as it came.</summary>
    [JsonPropertyName("blob")]
    public JsonElement? Blob { get; init; }
}

/// <summary>What creating or reading a record answers.</summary>
internal sealed record BlueskyRecord
{
    [JsonPropertyName("uri")]
    public string? Uri { get; init; }

    [JsonPropertyName("cid")]
    public string? Cid { get; init; }

    [JsonPropertyName("value")]
    public BlueskyPostValue? Value { get; init; }
}

internal sealed record BlueskyPostValue
{
    [JsonPropertyName("createdAt")]
    public DateTimeOffset? CreatedAt { get; init; }
}

internal sealed record BlueskyServiceToken
{
    [JsonPropertyName("token")]
    public string? Token { get; init; }
}

internal sealed record BlueskyJobAnswer
{
    [JsonPropertyName("jobStatus")]
    public BlueskyJob? Job { get; init; }
}

internal sealed record BlueskyJob
{
    [JsonPropertyName("jobId")]
    public string? JobId { get; init; }

    [JsonPropertyName("state")]
    public string? State { get; init; }

    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("blob")]
    public JsonElement? Blob { get; init; }
}

internal sealed record BlueskyPosts
{
    [JsonPropertyName("posts")]
    public IReadOnlyList<BlueskySeenPost>? Posts { get; init; }
}

internal sealed record BlueskySeenPost
{
    [JsonPropertyName("uri")]
    public string? Uri { get; init; }

    [JsonPropertyName("cid")]
    public string? Cid { get; init; }

    [JsonPropertyName("viewer")]
    public BlueskyViewer? Viewer { get; init; }
}

internal sealed record BlueskyViewer
{
    /// <summary>The author lets nobody quote it.</summary>
    [JsonPropertyName("embeddingDisabled")]
    public bool? EmbeddingDisabled { get; init; }
}
