using System.ComponentModel.DataAnnotations;

namespace Atlas.Platforms.X;

/// <summary>The settings under <c>Platforms:X</c>.</summary>
public sealed class XOptions
{
    public const string Section = "Platforms:X";

    [Required]
    public Uri ApiBaseUrl { get; set; } = new("https://api.x.com");

    /// <summary>Consent page and posts as people see them.</summary>
    [Required]
    public Uri WebBaseUrl { get; set; } = new("https://x.com");

    /// <summary>
    /// Whether the app's plan may read the account's own posts. Where it may not, a post whose answer was lost is for a person to settle.
    /// </summary>
    public bool ReadsPosts { get; set; } = true;

    /// <summary>Posts in a month that the app's plan allows, over all its accounts; null where it pays for each.</summary>
    [Range(1, int.MaxValue)]
    public int? MonthlyPosts { get; set; }

    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For a call that prepares something, and for one segment of a file (4 MiB).</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For the call that makes a post visible.</summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>After this media that X still works on are given up and uploaded again.</summary>
    public TimeSpan ProcessingLimit { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>X keeps media that are in no post for a day.</summary>
    public TimeSpan PreparedLife { get; set; } = TimeSpan.FromHours(23);
}
