using System.Globalization;
using System.Text.Json;

namespace Atlas.Platforms.Rules;

/// <summary>Reads a content's options and says what is wrong with them: a field of the wrong kind, or one that nobody asked for.</summary>
internal sealed class OptionReader
{
    private readonly string _network;
    private readonly Action<string, string>? _report;
    private readonly Dictionary<string, JsonElement> _fields = [];

    /// <param name="report">Called with field and what is wrong with it; that field then counts as absent.</param>
    public OptionReader(string network, JsonElement? json, Action<string, string>? report)
    {
        (_network, _report) = (network, report);
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

    public DateTimeOffset? Time(string name) =>
        Text(name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : WrongValue<DateTimeOffset>(name, "It is a time such as 2026-12-01T09:00:00Z.");

    public DateOnly? Date(string name) =>
        Text(name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : WrongValue<DateOnly>(name, "It is a date such as 2026-11-22.");

    public IReadOnlyList<string>? Texts(string name) =>
        Take(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
        : Wrong<IReadOnlyList<string>>(name, "It is a list of texts.");

    /// <summary>Call it last: whatever was not read is not an option of this network.</summary>
    public void RefuseTheRest()
    {
        foreach (var name in _fields.Keys)
        {
            _report?.Invoke($"options.{name}", $"{_network} posts have no such option.");
        }
    }

    private JsonElement? Take(string name) => _fields.Remove(name, out var value) ? value : null;

    private T? Wrong<T>(string name, string problem)
        where T : class
    {
        _report?.Invoke($"options.{name}", problem);
        return null;
    }

    private T? WrongValue<T>(string name, string problem)
        where T : struct
    {
        _report?.Invoke($"options.{name}", problem);
        return null;
    }
}
