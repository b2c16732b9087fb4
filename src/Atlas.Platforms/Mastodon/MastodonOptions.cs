using System.ComponentModel.DataAnnotations;

namespace Atlas.Platforms.Mastodon;

/// <summary>The settings under <c>Platforms:Mastodon</c>.</summary>
public sealed class MastodonOptions
{
    public const string Section = "Platforms:Mastodon";
    public const string OpenServers = "https://{server}";

    /// <summary>How a server that a person types in is reached. With anything but the default it is not held to public addresses.</summary>
    [Required]
    public string ServerUrl { get; set; } = OpenServers;

    /// <summary>As this app calls itself when it registers at a server.</summary>
    [Required]
    public string AppName { get; set; } = "Atlas Engine";

    public Uri? Website { get; set; }

    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>For one file, which a server takes in one piece.</summary>
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromSeconds(28);

    /// <summary>Between looks at a file that the server is processing; the last one repeats. Null: 1, 2, 5, 10 s.</summary>
    public TimeSpan[]? ProcessingPolls { get; set; }

    public TimeSpan ProcessingLimit { get; set; } = TimeSpan.FromMinutes(15);
}
