using System.Text.Json;

namespace Atlas.Platforms.Rules;

/// <summary>Applies one field to the options; null, with what is wrong, where the field can't be taken.</summary>
internal delegate T? ApplyOption<T>(T options, string name, JsonElement value, out string problem)
    where T : class;

/// <summary>Walks the options of a content, field by field.</summary>
internal static class PostOptionFields
{
    /// <param name="report">Called with field and what is wrong with it; that field is then left at its default.</param>
    public static T Read<T>(JsonElement? json, T empty, ApplyOption<T> apply, Action<string, string>? report)
        where T : class
    {
        if (json is not { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } given)
        {
            return empty;
        }

        if (given.ValueKind is not JsonValueKind.Object)
        {
            report?.Invoke("options", "Options are a JSON object.");
            return empty;
        }

        var options = empty;
        foreach (var property in given.EnumerateObject().Where(property => property.Value.ValueKind is not JsonValueKind.Null))
        {
            if (apply(options, property.Name, property.Value, out var problem) is { } next)
            {
                options = next;
            }
            else
            {
                report?.Invoke($"options.{property.Name}", problem);
            }
        }

        return options;
    }
}
