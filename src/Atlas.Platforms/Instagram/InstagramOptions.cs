using System.ComponentModel.DataAnnotations;
using Atlas.Core.Channels;

namespace Atlas.Platforms.Instagram;

/// <summary>The settings under <c>Platforms:Instagram</c>.</summary>
public sealed class InstagramOptions
{
    public const string Section = "Platforms:Instagram";

    /// <summary>For channels that were connected through Facebook Login.</summary>
    [Required]
    public Uri GraphFacebookBaseUrl { get; set; } = new("https://graph.facebook.com");

    /// <summary>For channels that were connected through Instagram Login.</summary>
    [Required]
    public Uri GraphInstagramBaseUrl { get; set; } = new("https://graph.instagram.com");

    /// <summary>Takes the bytes of videos that are not fetched.</summary>
    [Required]
    public Uri UploadBaseUrl { get; set; } = new("https://rupload.facebook.com");

    [Required, RegularExpression(@"^v\d+\.\d+$")]
    public string Version { get; set; } = "v25.0";

    /// <summary>Where a person consents by Instagram Login.</summary>
    [Required]
    public Uri ConsentBaseUrl { get; set; } = new("https://www.instagram.com");

    /// <summary>Trades the code of Instagram Login.</summary>
    [Required]
    public Uri TokenBaseUrl { get; set; } = new("https://api.instagram.com");

    /// <summary>
    /// The Meta app's secret for calls that name no app: calls with Facebook Login then carry a proof of it. Where it is not
    /// set: <c>Apps:meta:ClientSecret</c>.
    /// </summary>
    public Secret? AppSecret { get; set; }

    /// <summary>The Instagram app's secret, which is another one: likewise for calls with Instagram Login; <c>Apps:instagram:ClientSecret</c>.</summary>
    public Secret? InstagramAppSecret { get; set; }

    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For making a container: Meta may fetch the file while we wait.</summary>
    public TimeSpan ContainerTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>For one call that sends a video's bytes; the next one goes on where it broke off.</summary>
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromSeconds(28);

    /// <summary>For the call that makes a post or comment visible.</summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Between looks at an image's container; the first look follows its making at once, the last one repeats. Null: 1, 2, 3, 5 s.</summary>
    public TimeSpan[]? ImagePolls { get; set; }

    /// <summary>Likewise for a video's; here the first one is waited for too. Null: 3, 5, 10, 15, 30 s.</summary>
    public TimeSpan[]? VideoPolls { get; set; }

    /// <summary>After this an image's container is given up and made again.</summary>
    public TimeSpan ImageProcessingLimit { get; set; } = TimeSpan.FromMinutes(5);

    public TimeSpan VideoProcessingLimit { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Whether to read the permalink after publishing: one more call for each post.</summary>
    public bool ReadPermalinkAfterPublish { get; set; } = true;

    /// <summary>The permalink is only nice to have at once.</summary>
    public TimeSpan PermalinkTimeout { get; set; } = TimeSpan.FromSeconds(3);
}
