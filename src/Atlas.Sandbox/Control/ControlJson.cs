using System.Text.Json.Serialization;
using Atlas.Sandbox.Effects;
using Atlas.Sandbox.Faults;

namespace Atlas.Sandbox.Control;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
)]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(OptionsPatch))]
[JsonSerializable(typeof(SandboxOptions))]
[JsonSerializable(typeof(CreateAccounts))]
[JsonSerializable(typeof(AccountList))]
[JsonSerializable(typeof(MintToken))]
[JsonSerializable(typeof(EndTokens))]
[JsonSerializable(typeof(EndedTokens))]
[JsonSerializable(typeof(AccountAnswer))]
[JsonSerializable(typeof(EffectsAnswer))]
[JsonSerializable(typeof(CallList))]
[JsonSerializable(typeof(FaultRequest))]
[JsonSerializable(typeof(FaultRule))]
[JsonSerializable(typeof(FaultList))]
[JsonSerializable(typeof(VisitorComment))]
[JsonSerializable(typeof(CreatedId))]
[JsonSerializable(typeof(AppList))]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonObject))]
internal sealed partial class ControlJson : JsonSerializerContext;
