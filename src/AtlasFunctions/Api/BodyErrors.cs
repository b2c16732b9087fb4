using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atlas.Core.Problems;

namespace Atlas.Functions.Api;

/// <summary>
/// Says what is wrong with a body that could not be read: where its JSON breaks, or every field that can't be taken. Only
/// bodies that failed come here, so it may be slow.
/// </summary>
internal static class BodyErrors
{
    private const int MaxErrors = 100;

    public static Problem Explain(byte[] body, JsonTypeInfo type)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            List<ProblemError> errors = [];
            Inspect(document.RootElement, type, "", errors);
            return errors.Count > 0 ? Problem.InvalidBody(errors) : Problem.MalformedJson("The body can't be taken.");
        }
        catch (JsonException ex)
        {
            return Problem.MalformedJson($"The JSON breaks at line {ex.LineNumber + 1}, position {ex.BytePositionInLine + 1}.");
        }
    }

    private static void Inspect(JsonElement element, JsonTypeInfo type, string path, List<ProblemError> errors)
    {
        if (errors.Count >= MaxErrors || element.ValueKind == JsonValueKind.Null && IsNullable(type.Type))
        {
            return;
        }

        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when element.ValueKind == JsonValueKind.Object:
                InspectObject(element, type, path, errors);
                break;
            case JsonTypeInfoKind.Enumerable when element.ValueKind == JsonValueKind.Array:
                var itemType = type.Options.GetTypeInfo(type.ElementType!);
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Inspect(item, itemType, $"{path}[{index++}]", errors);
                }

                break;
            default:
                InspectValue(element, type, path, errors);
                break;
        }
    }

    private static void InspectObject(JsonElement element, JsonTypeInfo type, string path, List<ProblemError> errors)
    {
        foreach (var property in element.EnumerateObject())
        {
            var field = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (type.Properties.FirstOrDefault(known => known.Name == property.Name) is { } known)
            {
                Inspect(property.Value, type.Options.GetTypeInfo(known.PropertyType), field, errors);
            }
            else if (errors.Count < MaxErrors)
            {
                errors.Add(
                    new ProblemError(
                        field,
                        "unknownField",
                        "There is no such field.",
                        string.Join(", ", type.Properties.Select(candidate => candidate.Name))
                    )
                );
            }
        }

        foreach (var required in type.Properties.Where(property => property.IsRequired))
        {
            if (!element.TryGetProperty(required.Name, out _))
            {
                var field = path.Length == 0 ? required.Name : $"{path}.{required.Name}";
                errors.Add(new ProblemError(field, "required", "This field is missing."));
            }
        }
    }

    private static void InspectValue(JsonElement element, JsonTypeInfo type, string path, List<ProblemError> errors)
    {
        try
        {
            JsonSerializer.Deserialize(element, type);
        }
        catch (JsonException)
        {
            errors.Add(
                new ProblemError(
                    path.Length == 0 ? "$" : path,
                    "type",
                    $"This must be {ValueKinds.Describe(type)}.",
                    ValueKinds.NamesOf(type.Type),
                    ValueKinds.Show(element)
                )
            );
        }
    }

    private static bool IsNullable(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
}
