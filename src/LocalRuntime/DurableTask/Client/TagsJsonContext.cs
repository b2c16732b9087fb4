using System.Text.Json.Serialization;

namespace Atlas.LocalRuntime.DurableTask;

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TagsJsonContext : JsonSerializerContext;
