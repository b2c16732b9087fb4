using System.ComponentModel.DataAnnotations;

namespace Atlas.Platforms.LinkedIn;

/// <summary>The settings under <c>Platforms:LinkedIn</c>.</summary>
public sealed class LinkedInOptions
{
    public const string Section = "Platforms:LinkedIn";

    [Required]
    public Uri ApiBaseUrl { get; set; } = new("https://api.linkedin.com");

    /// <summary>Consent page and tokens.</summary>
    [Required]
    public Uri WebBaseUrl { get; set; } = new("https://www.linkedin.com");

    /// <summary>
    /// The month of the interface that we speak, as <c>LinkedIn-Version</c> says it. Each lives about a year: one that is over is
    /// answered with 426 and has to be raised here.
    /// </summary>
    [Required, RegularExpression(@"^20\d\d(0[1-9]|1[0-2])$")]
    public string Version { get; set; } = "202607";

    /// <summary>Which of LinkedIn's products the developer app has: one app can't have both, and asking for another's scopes ends the login.</summary>
    public LinkedInProduct Product { get; set; } = LinkedInProduct.ShareOnLinkedIn;

    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For a call that prepares something, and for one part of a video (4 MiB).</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For an image or document: LinkedIn takes them in one piece, up to 100 MB.</summary>
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>For the call that makes a post or comment visible.</summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Between looks at media that LinkedIn still works on; the last one repeats. Null: 1, 2, 3, 5, 10 s.</summary>
    public TimeSpan[]? Polls { get; set; }

    /// <summary>After this an image or document is given up and uploaded again.</summary>
    public TimeSpan ImageProcessingLimit { get; set; } = TimeSpan.FromMinutes(10);

    public TimeSpan VideoProcessingLimit { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long uploaded media are used for a post. LinkedIn does not say how long it keeps them.</summary>
    public TimeSpan PreparedLife { get; set; } = TimeSpan.FromHours(20);
}

public enum LinkedInProduct
{
    /// <summary>Self-serve: posts as the member, with <c>openid</c> and <c>profile</c>.</summary>
    ShareOnLinkedIn,

    /// <summary>After LinkedIn's approval: posts as the member and as pages, with <c>r_basicprofile</c>.</summary>
    CommunityManagement,
}
