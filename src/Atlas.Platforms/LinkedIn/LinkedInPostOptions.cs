using System.Text.Json;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.LinkedIn;

/// <summary>The options of a post that only LinkedIn knows: <c>visibility, disableReshare, description</c>.</summary>
internal sealed record LinkedInPostOptions
{
    public static readonly LinkedInPostOptions Empty = new();

    public static readonly string[] Visibilities = ["public", "connections", "loggedIn"];

    /// <summary>One of <see cref="Visibilities"/>.</summary>
    public string Visibility { get; init; } = "public";

    public bool DisableReshare { get; init; }

    /// <summary>Article: the line below the title of its card.</summary>
    public string? Description { get; init; }

    /// <summary>As the API spells <see cref="Visibility"/>.</summary>
    public string WireVisibility =>
        Visibility switch
        {
            "connections" => "CONNECTIONS",
            "loggedIn" => "LOGGED_IN",
            _ => "PUBLIC",
        };

    /// <param name="report">Called with field and what is wrong with it; that field is then left at its default.</param>
    public static LinkedInPostOptions Read(JsonElement? json, Action<string, string>? report = null) =>
        PostOptionFields.Read(
            json,
            Empty,
            static (LinkedInPostOptions options, string name, JsonElement value, out string problem) =>
                options.With(name, value, out problem),
            report
        );

    private LinkedInPostOptions? With(string name, JsonElement value, out string problem)
    {
        var text = value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        switch (name)
        {
            case "visibility":
                problem = $"It is one of {string.Join(", ", Visibilities)}.";
                return text is not null && Visibilities.Contains(text) ? this with { Visibility = text } : null;
            case "disableReshare":
                problem = "It is true or false.";
                return value.ValueKind is JsonValueKind.True or JsonValueKind.False
                    ? this with
                    {
                        DisableReshare = value.GetBoolean(),
                    }
                    : null;
            case "description":
                problem = "It is a text.";
                return text is null ? null : this with { Description = text };
            default:
                problem = "LinkedIn posts have no such option.";
                return null;
        }
    }
}
