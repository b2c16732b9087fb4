using System.Text.Json;
using Atlas.Sandbox.Media;

namespace Atlas.Sandbox.Meta;

/// <summary>One call on its way: what came in, and the answer being written.</summary>
internal sealed class GraphCall
{
    public required World World { get; init; }
    public required HttpContext Http { get; init; }
    public required MediaFetcher Fetcher { get; init; }
    public required MetaProducts Products { get; init; }
    public required GraphHost Host { get; init; }

    /// <summary>The version in the path, or the newest one.</summary>
    public required string Version { get; init; }

    /// <summary>What stands behind host and version, without slashes around it.</summary>
    public required string Path { get; init; }
    public required GraphParameters Parameters { get; init; }
    public required Utf8JsonWriter Json { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>Null only in the calls that take none, such as a code exchange.</summary>
    public AccessToken? Token { get; set; }
    public GraphNode? Node { get; set; }

    /// <summary>The operation wrote the response itself: a page, a redirect or another shape of error.</summary>
    public bool IsAnswered { get; set; }

    public string Method => Http.Request.Method;

    public string? this[string parameter] => Parameters[parameter];

    public FieldSet Fields(string whenNone) => FieldSet.Parse(Parameters["fields"] is { Length: > 0 } asked ? asked : whenNone);

    public string BaseUrl => $"{Http.Request.Scheme}://{Http.Request.Host}";

    public GraphError? Success()
    {
        Json.WriteStartObject();
        Json.WriteBoolean("success"u8, true);
        Json.WriteEndObject();
        return null;
    }

    public GraphError? AnswerId(string id)
    {
        Json.WriteStartObject();
        Json.WriteString("id"u8, id);
        Json.WriteEndObject();
        return null;
    }
}
