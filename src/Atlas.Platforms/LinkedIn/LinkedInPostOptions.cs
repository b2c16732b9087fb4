using System.Text.Json;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.LinkedIn;

/// <summary>The options of a post that only LinkedIn knows: <c>visibility, disableReshare, description, poll</c>.</summary>
internal sealed record LinkedInPostOptions
{
    public static readonly LinkedInPostOptions Empty = new();

    public static readonly string[] Visibilities = ["public", "connections", "loggedIn"];

    /// <summary>One of <see cref="Visibilities"/>.</summary>
    public string Visibility { get; init; } = "public";

    public bool DisableReshare { get; init; }

    /// <summary>Article: the line below the title of its card.</summary>
    public string? Description { get; init; }

    public LinkedInPollOption? Poll { get; init; }

    /// <summary>As the API spells <see cref="Visibility"/>.</summary>
    public string WireVisibility =>
        Visibility switch
        {
            "connections" => "CONNECTIONS",
            "loggedIn" => "LOGGED_IN",
            _ => "PUBLIC",
        };

    /// <param name="report">Called with field and what is wrong with it; that field is then left at its default.</param>
    public static LinkedInPostOptions Read(JsonElement? json, Action<string, string>? report = null)
    {
        var reader = new OptionReader("LinkedIn", json, report);
        var options = new LinkedInPostOptions
        {
            Visibility = reader.OneOf("visibility", Visibilities) ?? Empty.Visibility,
            DisableReshare = reader.Flag("disableReshare") ?? false,
            Description = reader.Text("description"),
            Poll = LinkedInPollOption.Read(reader.Object("poll")),
        };
        reader.RefuseTheRest();
        return options;
    }
}
