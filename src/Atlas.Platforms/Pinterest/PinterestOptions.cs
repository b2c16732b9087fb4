using System.ComponentModel.DataAnnotations;

namespace Atlas.Platforms.Pinterest;

/// <summary>The settings under <c>Platforms:Pinterest</c>.</summary>
public sealed class PinterestOptions
{
    public const string Section = "Platforms:Pinterest";

    [Required]
    public Uri ApiBaseUrl { get; set; } = new("https://api.pinterest.com");

    /// <summary>Where people consent and look at pins.</summary>
    [Required]
    public Uri AuthorizeBaseUrl { get; set; } = new("https://www.pinterest.com");

    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For the call that makes a pin: Pinterest fetches its pictures while we wait.</summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(29);

    /// <summary>For a video's file, which goes up in one piece.</summary>
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromSeconds(29);

    /// <summary>Between looks at a video that Pinterest works on; the last one repeats. Null: 3, 5, 10, 15, 30 s.</summary>
    public TimeSpan[]? VideoPolls { get; set; }

    /// <summary>After this a video is given up and uploaded again.</summary>
    public TimeSpan VideoProcessingLimit { get; set; } = TimeSpan.FromMinutes(30);
}
