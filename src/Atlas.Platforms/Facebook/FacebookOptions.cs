using System.ComponentModel.DataAnnotations;
using Atlas.Core.Channels;

namespace Atlas.Platforms.Facebook;

/// <summary>The settings under <c>Platforms:Facebook</c>. The app's id and secret are <c>Apps:meta:ClientId</c> and <c>Apps:meta:ClientSecret</c>.</summary>
public sealed class FacebookOptions
{
    public const string Section = "Platforms:Facebook";

    [Required]
    public Uri GraphBaseUrl { get; set; } = new("https://graph.facebook.com");

    /// <summary>Where a person consents.</summary>
    [Required]
    public Uri DialogBaseUrl { get; set; } = new("https://www.facebook.com");

    /// <summary>Takes the bytes of reels and stories. An upload address elsewhere is not used: it would get the token.</summary>
    [Required]
    public Uri UploadBaseUrl { get; set; } = new("https://rupload.facebook.com");

    [Required, RegularExpression(@"^v\d+\.\d+$")]
    public string Version { get; set; } = "v25.0";

    /// <summary>The Meta app's secret for calls that name no app; <c>Apps:meta:ClientSecret</c> where it is not set.</summary>
    public Secret? AppSecret { get; set; }

    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For a photo that Meta fetches while we wait, and for one part of an upload.</summary>
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromSeconds(28);

    /// <summary>For the call that makes a post or comment visible.</summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The permalink is only nice to have at once.</summary>
    public TimeSpan PermalinkTimeout { get; set; } = TimeSpan.FromSeconds(3);

    public bool ReadPermalinkAfterPublish { get; set; } = true;

    /// <summary>
    /// Reels and videos of stories up to this size are sent by us in one call; of larger ones Facebook is given the address, since
    /// one call must end in time. 40 MB in 28 s is 12 Mbit/s.
    /// </summary>
    public long MostBytesInOneCall { get; set; } = 40L << 20;

    /// <summary>The most of a feed video that one call carries, whatever range Facebook asks for.</summary>
    public int MostBytesInOnePart { get; set; } = 16 << 20;

    /// <summary>Between looks at an upload that Facebook fetches itself; the last one repeats. Null: 3, 5, 10, 15 s.</summary>
    public TimeSpan[]? UploadPolls { get; set; }

    /// <summary>After this an upload is given up and made again.</summary>
    public TimeSpan UploadLimit { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>
    /// How long after each look at a video that was just published to look again, within the call that published it. What
    /// takes longer is looked up later. Null: 1, 2, 3, 4 s.
    /// </summary>
    public TimeSpan[]? PublishPolls { get; set; }
}
