using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atlas.Core.Platforms;

internal sealed class PlatformConverter : JsonConverter<Platform>
{
    public override Platform Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        PlatformNames.TryParse(reader.GetString(), out var platform)
            ? platform
            : throw new JsonException($"A platform is one of {string.Join(", ", PlatformNames.All)}.");

    public override void Write(Utf8JsonWriter writer, Platform value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToName());
}
