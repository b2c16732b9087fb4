using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atlas.Sandbox.Faults;

[JsonConverter(typeof(CamelCaseNames<FaultKind>))]
internal enum FaultKind
{
    /// <summary>The call takes <see cref="FaultRule.LatencyMs"/> longer.</summary>
    Latency,

    /// <summary>429 with usage headers at 100 %.</summary>
    Throttle,

    /// <summary>500 with the network's "try again later" body.</summary>
    ServerError,

    /// <summary>The TCP connection is aborted without an answer.</summary>
    Cut,

    /// <summary>No answer, ever; the connection stays open.</summary>
    Hang,

    /// <summary>The login behind the token ends; this and every later call is refused with 190 and the subcode.</summary>
    TokenDeath,

    /// <summary>An error of the network with given code, subcode, message and status.</summary>
    GraphError,

    /// <summary>An error of the network, by its name or code, status and message.</summary>
    Error,

    /// <summary>200 with JSON that breaks off.</summary>
    MalformedBody,

    /// <summary>
    /// The network can make nothing of a file that it was given, which shows as it documents that. Not of a call but of what
    /// follows one: the operation is <c>threads.processing</c>, with any network's name.
    /// </summary>
    UnreadableMedia,
}

[JsonConverter(typeof(CamelCaseNames<FaultPhase>))]
internal enum FaultPhase
{
    /// <summary>Nothing has happened at the network.</summary>
    Before,

    /// <summary>The effect has happened, only the answer is wrong or lost.</summary>
    After,
}

internal sealed class CamelCaseNames<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
