using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Atlas.Testing.OpenApi;

/// <summary>Judges JSON by the part of JSON Schema that our contract uses; a keyword that it does not know is an error of its own.</summary>
public sealed class SchemaValidator(JsonObject contract)
{
    private static readonly HashSet<string> s_known =
    [
        "$ref",
        "type",
        "enum",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "oneOf",
        "format",
        "pattern",
        "minimum",
        "maximum",
        "minItems",
        "maxItems",
        "minLength",
        "maxLength",
        "default",
        "description",
        "writeOnly",
    ];

    /// <returns>Everything that is wrong; empty when it fits.</returns>
    public IReadOnlyList<string> Validate(JsonNode? value, JsonNode schema)
    {
        List<string> errors = [];
        Check(value, schema, "$", errors);
        return errors;
    }

    public JsonNode Resolve(JsonNode node) =>
        node is JsonObject && node["$ref"] is { } reference ? Resolve(Follow((string)reference!)) : node;

    private JsonNode Follow(string reference) =>
        reference
            .Split('/')[1..]
            .Aggregate(
                (JsonNode)contract,
                (node, part) => node[part] ?? throw new InvalidOperationException($"{reference} leads nowhere.")
            );

    private void Check(JsonNode? value, JsonNode reference, string path, List<string> errors)
    {
        var schema = Resolve(reference).AsObject();
        foreach (var (keyword, _) in schema)
        {
            if (!s_known.Contains(keyword))
            {
                throw new NotSupportedException($"The validator does not know the keyword {keyword}.");
            }
        }

        if (schema["oneOf"] is JsonArray several)
        {
            if (several.Count(one => Fits(value, one!)) != 1)
            {
                errors.Add($"{path} fits not exactly one of the schemas: {value?.ToJsonString()}");
            }

            return;
        }

        if (schema["type"] is { } type && !IsOfType(value, type))
        {
            errors.Add($"{path} is no {type.ToJsonString()}: {value?.ToJsonString() ?? "null"}");
            return;
        }

        if (schema["enum"] is JsonArray names && !names.Any(name => JsonNode.DeepEquals(name, value)))
        {
            errors.Add($"{path} is none of {names.ToJsonString()}: {value?.ToJsonString()}");
        }

        switch (value)
        {
            case JsonObject some:
                CheckObject(some, schema, path, errors);
                break;
            case JsonArray list:
                CheckList(list, schema, path, errors);
                break;
            case JsonValue plain:
                CheckPlain(plain, schema, path, errors);
                break;
        }
    }

    private bool Fits(JsonNode? value, JsonNode schema)
    {
        List<string> errors = [];
        Check(value, schema, "$", errors);
        return errors.Count == 0;
    }

    private void CheckObject(JsonObject value, JsonObject schema, string path, List<string> errors)
    {
        foreach (var name in schema["required"]?.AsArray() ?? [])
        {
            if (!value.ContainsKey((string)name!))
            {
                errors.Add($"{path}.{name} is missing");
            }
        }

        foreach (var (name, property) in value)
        {
            if (schema["properties"]?[name] is { } known)
            {
                Check(property, known, $"{path}.{name}", errors);
            }
            else if (schema["additionalProperties"] is JsonValue closed && !(bool)closed)
            {
                errors.Add($"{path}.{name} is not in the contract");
            }
        }
    }

    private void CheckList(JsonArray value, JsonObject schema, string path, List<string> errors)
    {
        if (value.Count < (int?)schema["minItems"] || value.Count > (int?)schema["maxItems"])
        {
            errors.Add($"{path} has {value.Count} items");
        }

        for (var i = 0; schema["items"] is { } items && i < value.Count; i++)
        {
            Check(value[i], items, $"{path}[{i}]", errors);
        }
    }

    private static void CheckPlain(JsonValue value, JsonObject schema, string path, List<string> errors)
    {
        if (value.GetValueKind() == JsonValueKind.String)
        {
            var text = (string)value!;
            if (
                schema["pattern"] is { } pattern
                && !Regex.IsMatch(text, (string)pattern!, RegexOptions.None, TimeSpan.FromSeconds(1))
            )
            {
                errors.Add($"{path} does not match {pattern}: {text}");
            }

            if ((string?)schema["format"] == "date-time" && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _))
            {
                errors.Add($"{path} is no instant: {text}");
            }
        }
        else if (
            value.GetValueKind() == JsonValueKind.Number
            && ((double)value < (double?)schema["minimum"] || (double)value > (double?)schema["maximum"])
        )
        {
            errors.Add($"{path} is out of range: {value.ToJsonString()}");
        }
    }

    private static bool IsOfType(JsonNode? value, JsonNode type) =>
        type is JsonArray several ? several.Any(one => IsOfType(value, one!)) : IsOfType(value, (string)type!);

    private static bool IsOfType(JsonNode? value, string type) =>
        (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
        {
            ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
            ("boolean", JsonValueKind.True or JsonValueKind.False) or ("null", JsonValueKind.Null) => true,
            ("number", JsonValueKind.Number) => true,
            ("integer", JsonValueKind.Number) => value!.ToJsonString().All(c => char.IsAsciiDigit(c) || c == '-'),
            _ => false,
        };
}
