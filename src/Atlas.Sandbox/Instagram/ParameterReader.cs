using System.Text.Json;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>Typed reading of parameters; remembers the first that is wrong.</summary>
internal sealed class ParameterReader(GraphCall call)
{
    public GraphError? Error { get; private set; }

    public GraphCall Call => call;

    public string? Text(string name, int maxLength)
    {
        var text = call[name];
        if (text?.Length > maxLength)
        {
            Fail($"The parameter {name} has more than {maxLength} characters");
        }

        return text;
    }

    public bool? Bool(string name) =>
        call[name] switch
        {
            null => null,
            "true" or "True" or "1" => true,
            "false" or "False" or "0" => false,
            _ => Fail<bool?>($"The parameter {name} must be a boolean"),
        };

    public int? Int(string name) =>
        call[name] is not { } text ? null
        : int.TryParse(text, out var number) ? number
        : Fail<int?>($"The parameter {name} must be a number");

    public string? Number(string name) =>
        call[name] is not { } text ? null
        : text.Length is > 0 and < 24 && text.All(char.IsAsciiDigit) ? text
        : Fail<string?>($"The parameter {name} must be a numeric ID");

    public string? OneOf(string name, string value) =>
        call[name] is not { } text ? null
        : text == value ? text
        : Fail<string?>($"The parameter {name} must be one of: {value}");

    public Uri? Url(string name)
    {
        if (call[name] is not { } text)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : Fail<Uri?>($"The parameter {name} must be a URL");
    }

    /// <summary>A JSON array, or a list with commas.</summary>
    public IReadOnlyList<string> Strings(string name)
    {
        if (call[name] is not { } text)
        {
            return [];
        }

        if (!text.TrimStart().StartsWith('['))
        {
            return text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return [.. json.RootElement.EnumerateArray().Select(item => item.ToString())];
        }
        catch (JsonException)
        {
            return Fail<string[]>($"The parameter {name} must be a list") ?? [];
        }
    }

    /// <summary>Reads a JSON parameter; null when it is absent or can't be read.</summary>
    public T? Json<T>(string name, Func<JsonElement, T?> read)
        where T : class
    {
        if (call[name] is not { } text)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return read(json.RootElement) ?? Fail<T?>($"The parameter {name} is invalid");
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return Fail<T?>($"The parameter {name} is invalid"); // JSON of another shape than the documented one
        }
    }

    public void Fail(string message) => Error ??= GraphErrors.Invalid(message);

    private T? Fail<T>(string message)
    {
        Fail(message);
        return default;
    }
}
