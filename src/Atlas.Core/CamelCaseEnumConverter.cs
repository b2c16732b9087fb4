using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atlas.Core;

/// <summary>Writes an enum as <c>camelCase</c> text and reads it in any case.</summary>
internal sealed class CamelCaseEnumConverter<T>()
    : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
