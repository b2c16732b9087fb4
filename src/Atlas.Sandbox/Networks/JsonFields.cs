using System.Globalization;
using System.Text.Json;

namespace Atlas.Sandbox.Networks;

/// <summary>
/// Reads the fields of a body and remembers which were asked for and what was wrong, so that a handler reads everything first and
/// then asks once for the first problem. In a form all values are texts, and what nests is JSON in a text.
/// </summary>
internal sealed class JsonFields
{
    private readonly JsonElement _source;
    private readonly string _path;
    private readonly bool _isForm;
    private readonly HashSet<string> _known = [];
    private readonly List<JsonFields> _inner = [];
    private readonly List<FieldProblem> _problems;

    private JsonFields(JsonElement source, string path, bool isForm, List<FieldProblem> problems) =>
        (_source, _path, _isForm, _problems) = (source, path, isForm, problems);

    public static JsonFields None() => new(default, "", isForm: false, []);

    /// <summary>Of an element that should be an object; anything else is a problem of its own.</summary>
    public static JsonFields Of(JsonElement source, bool isForm = false)
    {
        var fields = new JsonFields(source, "", isForm, []);
        if (source.ValueKind is not JsonValueKind.Object)
        {
            fields._problems.Add(new FieldProblem(FieldProblemKind.Unreadable, "", "The body is not a JSON object"));
        }

        return fields;
    }

    public static JsonFields Unreadable(string message)
    {
        var fields = None();
        fields._problems.Add(new FieldProblem(FieldProblemKind.Unreadable, "", message));
        return fields;
    }

    /// <summary>The names that the body has.</summary>
    public IEnumerable<string> Names =>
        _source.ValueKind is JsonValueKind.Object ? _source.EnumerateObject().Select(property => property.Name) : [];

    /// <summary>Present and not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    public JsonElement? Raw(string name) => Find(name);

    public string? Text(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.String ? value.GetString()
        : Wrong<string>(name, "a string");

    /// <summary>An id that may come as a text or as a number.</summary>
    public string? Id(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.Number ? value.GetRawText()
        : Text(name);

    public string RequiredText(string name) => Text(name) ?? Missing(name, "");

    public long? Number(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) ? number
        : _isForm && long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, null, out var parsed) ? parsed
        : WrongValue<long>(name, "a whole number");

    public long RequiredNumber(string name) => Number(name) ?? Missing(name, 0L);

    public double? Real(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.Number ? value.GetDouble()
        : _isForm && double.TryParse(value.GetString(), NumberStyles.Float, null, out var parsed) ? parsed
        : WrongValue<double>(name, "a number");

    public bool? Flag(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : _isForm && value.GetString() is "true" or "True" or "1" ? true
        : _isForm && value.GetString() is "false" or "False" or "0" ? false
        : WrongValue<bool>(name, "true or false");

    public bool RequiredFlag(string name) => Flag(name) ?? Missing(name, fallback: false);

    /// <summary>A text out of a closed list.</summary>
    public string? OneOf(string name, params ReadOnlySpan<string> values)
    {
        var text = Text(name);
        if (text is not null && !values.Contains(text))
        {
            Refuse(name, $"must be one of {string.Join(", ", values)}");
        }

        return text;
    }

    public JsonFields? Object(string name)
    {
        if (Nested(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.Object ? Inner(value, name) : Wrong<JsonFields>(name, "an object");
    }

    public JsonFields RequiredObject(string name) => Object(name) ?? Missing(name, None());

    /// <summary>Null when the field is absent.</summary>
    public IReadOnlyList<JsonFields>? Objects(string name) =>
        List(name)?.Select((value, i) => Inner(value, $"{name}[{i}]")).ToList();

    /// <summary>Null when the field is absent.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        var values = List(name);
        if (values?.Any(value => value.ValueKind is not JsonValueKind.String) is true)
        {
            return Wrong<List<string>>(name, "a list of strings");
        }

        return values?.Select(value => value.GetString() ?? "").ToList();
    }

    /// <summary>Fields that the network knows and this simulation has no use for.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _known.Add(name);
        }
    }

    /// <summary>Notes that a value breaks a rule.</summary>
    public void Refuse(string name, string message) =>
        _problems.Add(new FieldProblem(FieldProblemKind.Invalid, Path(name), $"{Path(name)} {message}"));

    /// <summary>The first thing that was wrong; with <paramref name="isStrict"/> also a field that nobody asked for.</summary>
    public FieldProblem? Problem(bool isStrict)
    {
        if (_problems is [var first, ..])
        {
            return first;
        }

        return isStrict ? Unread() : null;
    }

    private FieldProblem? Unread() =>
        Names.FirstOrDefault(name => !_known.Contains(name)) is { } unknown
            ? new FieldProblem(FieldProblemKind.Unknown, Path(unknown), $"Unknown field {Path(unknown)}")
            : _inner.Select(inner => inner.Unread()).FirstOrDefault(problem => problem is not null);

    private JsonElement? Find(string name)
    {
        _known.Add(name);
        return
            _source.ValueKind is JsonValueKind.Object
            && _source.TryGetProperty(name, out var value)
            && value.ValueKind is not JsonValueKind.Null
            ? value
            : null;
    }

    private JsonElement? Nested(string name)
    {
        if (Find(name) is not { } value || !_isForm || value.ValueKind is not JsonValueKind.String)
        {
            return Find(name);
        }

        try
        {
            using var parsed = JsonDocument.Parse(value.GetString() ?? "");
            return parsed.RootElement.Clone();
        }
        catch (JsonException)
        {
            return value; // a plain text where JSON is due: the caller notes the wrong type
        }
    }

    private List<JsonElement>? List(string name)
    {
        if (Nested(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.Array ? [.. value.EnumerateArray()] : Wrong<List<JsonElement>>(name, "a list");
    }

    // What nests in a form is JSON, with JSON's types.
    private JsonFields Inner(JsonElement value, string name)
    {
        var inner = new JsonFields(value, Path(name), isForm: false, _problems);
        if (value.ValueKind is not JsonValueKind.Object)
        {
            Wrong<JsonFields>(name, "an object");
        }

        _inner.Add(inner);
        return inner;
    }

    private T? Wrong<T>(string name, string wanted)
        where T : class
    {
        _problems.Add(new FieldProblem(FieldProblemKind.WrongType, Path(name), $"{Path(name)} must be {wanted}"));
        return null;
    }

    private T? WrongValue<T>(string name, string wanted)
        where T : struct
    {
        _problems.Add(new FieldProblem(FieldProblemKind.WrongType, Path(name), $"{Path(name)} must be {wanted}"));
        return null;
    }

    private T Missing<T>(string name, T fallback)
    {
        // A field of the wrong type is there, so its own problem stays the first one.
        if (_problems.Count is 0 || !Has(name))
        {
            _problems.Add(new FieldProblem(FieldProblemKind.Missing, Path(name), $"{Path(name)} is required"));
        }

        return fallback;
    }

    private string Path(string name) => _path.Length is 0 ? name : $"{_path}.{name}";
}
