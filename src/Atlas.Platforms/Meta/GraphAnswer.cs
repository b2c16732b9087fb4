using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Meta;

/// <summary>What came of one call to a Graph host.</summary>
internal sealed record GraphAnswer(
    CallOutcome Outcome,
    int? Status,
    byte[] Body,
    GraphError? Error,
    GraphUsage Usage,
    PlatformCall Call
)
{
    public bool Succeeded => Outcome is CallOutcome.Answered && Status is >= 200 and < 300 && Error is null;

    public bool IsServerFault => Outcome is CallOutcome.Answered && Status is >= 500;

    /// <summary>Null where the answer is no success or not of this shape.</summary>
    public T? Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        if (!Succeeded)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(Body, type);
        }
        catch (JsonException)
        {
            return null; // the caller treats an unreadable success as an answer that was lost
        }
    }

    /// <summary>The id that a create answered; null where it is missing or is no id.</summary>
    public string? ReadId() =>
        Read(GraphJson.Default.GraphIdBody)?.Id is { Length: > 0 and <= 64 } id && !id.AsSpan().ContainsAnyExcept(s_idCharacters)
            ? id
            : null;

    private static readonly System.Buffers.SearchValues<char> s_idCharacters = System.Buffers.SearchValues.Create("0123456789_");
}
