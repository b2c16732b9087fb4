using System.Globalization;
using System.Text.Json;

namespace Atlas.Platforms.Rules;

/// <summary>Reads a content's options and says what is wrong with them: a field of the wrong kind, or one that nobody asked for.</summary>
internal sealed class OptionReader
{
    private const int LongestId = 32;

    private readonly string _network;
    private readonly string _path;
    private readonly Action<string, string>? _report;
    private readonly Dictionary<string, JsonElement> _fields = [];

    /// <param name="report">Called with field and what is wrong with it; that field then counts as absent.</param>
    public OptionReader(string network, JsonElement? json, Action<string, string>? report)
        : this(network, "options", json, report) { }

    private OptionReader(string network, string path, JsonElement? json, Action<string, string>? report)
    {
        (_network, _path, _report) = (network, path, report);
        if (json is not { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } given)
        {
            return;
        }

        if (given.ValueKind is not JsonValueKind.Object)
        {
            report?.Invoke("options", "Options are a JSON object.");
            return;
        }

        foreach (var property in given.EnumerateObject().Where(property => property.Value.ValueKind is not JsonValueKind.Null))
        {
            _fields[property.Name] = property.Value;
        }
    }

    public string? Text(string name) =>
        Take(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.String ? value.GetString()
        : Wrong<string>(name, "It is a text.");

    public string? OneOf(string name, params IReadOnlyList<string> values) =>
        Take(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.String && value.GetString() is { } text && values.Contains(text) ? text
        : Wrong<string>(name, $"It is one of {string.Join(", ", values)}.");

    /// <summary>An id that is a number too long for one: written as a text.</summary>
    public string? Id(string name, string problem = "It is an id: digits in a text.") =>
        Take(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.String && value.GetString() is { } text && IsId(text) ? text
        : Wrong<string>(name, problem);

    public bool? Flag(string name)
    {
        var value = Take(name);
        return value?.ValueKind switch
        {
            null => null,
            JsonValueKind.True or JsonValueKind.False => value.Value.GetBoolean(),
            _ => WrongValue<bool>(name, "It is true or false."),
        };
    }

    public long? Number(string name, string problem, long least = long.MinValue, long most = long.MaxValue) =>
        Take(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most
            ? number
        : WrongValue<long>(name, problem);

    public double? Real(string name) =>
        Take(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) ? number
        : WrongValue<double>(name, "It is a number.");

    public DateTimeOffset? Time(string name) =>
        Text(name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : WrongValue<DateTimeOffset>(name, "It is a time such as 2026-12-01T09:00:00Z.");

    public DateOnly? Date(string name) =>
        Text(name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : WrongValue<DateOnly>(name, "It is a date such as 2026-11-22.");

    public IReadOnlyList<string>? Texts(string name, string problem = "It is a list of texts.") =>
        Take(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
        : Wrong<IReadOnlyList<string>>(name, problem);

    /// <summary>The fields of an object in the options; whoever reads them refuses the rest of them too.</summary>
    public OptionReader? Object(string name) =>
        Take(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.Object ? new OptionReader(_network, $"{_path}.{name}", value, _report)
        : Wrong<OptionReader>(name, "It is an object.");

    /// <summary>Likewise for a list of objects.</summary>
    public IReadOnlyList<OptionReader>? Objects(string name) =>
        Take(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.Object)
            ? [.. value.EnumerateArray().Select((item, i) => new OptionReader(_network, $"{_path}.{name}[{i}]", item, _report))]
        : Wrong<IReadOnlyList<OptionReader>>(name, "It is a list of objects.");

    /// <param name="read">Null where the value is not of its shape.</param>
    public T? Value<T>(string name, Func<JsonElement, T?> read, string problem)
        where T : class => Take(name) is not { } value ? null : read(value) ?? Wrong<T>(name, problem);

    /// <summary>Says what is wrong with a field that was read, in a way that only its reader knows.</summary>
    public void Refuse(string name, string problem) => _report?.Invoke($"{_path}.{name}", problem);

    /// <summary>Call it last: whatever was not read is not an option of this network.</summary>
    public void RefuseTheRest()
    {
        foreach (var name in _fields.Keys)
        {
            Refuse(name, $"{_network} posts have no such option.");
        }
    }

    private static bool IsId(string text) =>
        text.Length is > 0 and <= LongestId && !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    private JsonElement? Take(string name) => _fields.Remove(name, out var value) ? value : null;

    private T? Wrong<T>(string name, string problem)
        where T : class
    {
        Refuse(name, problem);
        return null;
    }

    private T? WrongValue<T>(string name, string problem)
        where T : struct
    {
        Refuse(name, problem);
        return null;
    }
}
