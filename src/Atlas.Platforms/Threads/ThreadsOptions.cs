using System.ComponentModel.DataAnnotations;

namespace Atlas.Platforms.Threads;

/// <summary>The settings under <c>Platforms:Threads</c>.</summary>
public sealed class ThreadsOptions
{
    public const string Section = "Platforms:Threads";

    [Required]
    public Uri GraphBaseUrl { get; set; } = new("https://graph.threads.net");

    /// <summary>Where people consent.</summary>
    [Required]
    public Uri AuthorizeBaseUrl { get; set; } = new("https://threads.net");

    [Required, RegularExpression(@"^v\d+\.\d+$")]
    public string Version { get; set; } = "v1.0";

    /// <summary>
    /// Whether calls carry a proof of the app's secret, as Meta's other hosts may demand. No page says whether Threads looks at
    /// it; parameters that a Graph host does not know are left alone.
    /// </summary>
    public bool SendAppSecretProof { get; set; } = true;

    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For making a container: Threads may fetch a picture while we wait.</summary>
    public TimeSpan ContainerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For the call that makes a post or a reply visible, and for deleting.</summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Between looks at the container of a text or a picture; the last one repeats. Null: 1, 2, 3, 5 s.</summary>
    public TimeSpan[]? ImagePolls { get; set; }

    /// <summary>Likewise for a video's; here the first one is waited for too. Null: 3, 5, 10, 15, 30 s.</summary>
    public TimeSpan[]? VideoPolls { get; set; }

    /// <summary>After this a container is given up and made again.</summary>
    public TimeSpan ImageProcessingLimit { get; set; } = TimeSpan.FromMinutes(5);

    public TimeSpan VideoProcessingLimit { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long to leave a container alone that is finished and that the publish call does not find yet.</summary>
    public TimeSpan PublishLag { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Whether to read the permalink after publishing: one more call for each post.</summary>
    public bool ReadPermalinkAfterPublish { get; set; } = true;

    /// <summary>The permalink is only nice to have at once.</summary>
    public TimeSpan PermalinkTimeout { get; set; } = TimeSpan.FromSeconds(3);
}
