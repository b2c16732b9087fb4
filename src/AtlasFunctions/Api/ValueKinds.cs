using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;

namespace Atlas.Functions.Api;

/// <summary>What a field takes, in words.</summary>
internal static class ValueKinds
{
    private const int MaxShown = 80;

    public static string Describe(JsonTypeInfo type)
    {
        var plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        return type.Kind switch
        {
            JsonTypeInfoKind.Object => "an object",
            JsonTypeInfoKind.Enumerable => "a list",
            _ when plain == typeof(string) || plain == typeof(Secret) => "text",
            _ when plain == typeof(bool) => "true or false",
            _ when plain == typeof(int) || plain == typeof(long) => "a whole number",
            _ when plain == typeof(double) => "a number",
            _ when plain == typeof(DateTimeOffset) => "an instant in ISO 8601 with its offset, such as 2026-11-22T09:00:00Z",
            _ when plain.IsGenericType && plain.GetGenericTypeDefinition() == typeof(Id<>) => "an id of 32 hexadecimal digits",
            _ when plain.IsEnum => "one of the names in limit",
            _ => "a value of another kind",
        };
    }

    /// <returns>The names that an enum takes; null for other types.</returns>
    public static string? NamesOf(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(Platform) ? string.Join(", ", PlatformNames.All)
            : plain.IsEnum ? string.Join(", ", Enum.GetNames(plain).Select(JsonNamingPolicy.CamelCase.ConvertName))
            : null;
    }

    public static string Show(JsonElement element)
    {
        var text = element.GetRawText();
        return text.Length <= MaxShown ? text : $"{text.AsSpan(0, MaxShown)}…";
    }
}
