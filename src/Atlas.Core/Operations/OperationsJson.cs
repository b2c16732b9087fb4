using System.Text.Json.Serialization;
using Atlas.Core.Audit;

namespace Atlas.Core.Operations;

/// <summary>How the operators' bodies are read and written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(PauseRequest))]
[JsonSerializable(typeof(ResumeRequest))]
[JsonSerializable(typeof(DrainRequest))]
[JsonSerializable(typeof(OperationsView))]
[JsonSerializable(typeof(SettleDeadLettersRequest))]
[JsonSerializable(typeof(SettledDeadLettersView))]
[JsonSerializable(typeof(DeadLetterListView))]
[JsonSerializable(typeof(CheckIndexesRequest))]
[JsonSerializable(typeof(IndexCheckView))]
[JsonSerializable(typeof(RotateAppRequest))]
[JsonSerializable(typeof(RotatedKeyView))]
[JsonSerializable(typeof(RotatedAppView))]
[JsonSerializable(typeof(AuditListView))]
public sealed partial class OperationsJson : JsonSerializerContext;
