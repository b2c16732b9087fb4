using System.ComponentModel.DataAnnotations;

namespace Atlas.Platforms.Bluesky;

/// <summary>The settings under <c>Platforms:Bluesky</c>.</summary>
public sealed class BlueskyOptions
{
    public const string Section = "Platforms:Bluesky";

    /// <summary>Knows every handle, and is the server of those who name none.</summary>
    [Required]
    public Uri EntrywayBaseUrl { get; set; } = new("https://bsky.social");

    /// <summary>Tells on which server an account is.</summary>
    [Required]
    public Uri DirectoryBaseUrl { get; set; } = new("https://plc.directory");

    /// <summary>Prepares videos for all servers.</summary>
    [Required]
    public Uri VideoBaseUrl { get; set; } = new("https://video.bsky.app");

    /// <summary>Where posts are seen.</summary>
    [Required]
    public Uri WebBaseUrl { get; set; } = new("https://bsky.app");

    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(5);

    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>For a picture or a whole video: Bluesky takes neither in parts.</summary>
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Between looks at a video that is being prepared; the last one repeats. Null: 2, 3, 5, 10 s.</summary>
    public TimeSpan[]? VideoPolls { get; set; }

    /// <summary>After this a video is given up.</summary>
    public TimeSpan VideoProcessingLimit { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>How long an uploaded file is counted on: one that no post names is deleted, and no page says when.</summary>
    public TimeSpan BlobLife { get; set; } = TimeSpan.FromHours(1);
}
