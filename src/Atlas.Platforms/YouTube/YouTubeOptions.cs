using System.ComponentModel.DataAnnotations;

namespace Atlas.Platforms.YouTube;

/// <summary>The settings under <c>Platforms:YouTube</c>.</summary>
public sealed class YouTubeOptions
{
    public const string Section = "Platforms:YouTube";

    /// <summary>Chunks are multiples of this.</summary>
    internal const int ChunkUnit = 256 * 1024;

    /// <summary>Of the Data API and of its uploads.</summary>
    [Required]
    public Uri ApiBaseUrl { get; set; } = new("https://www.googleapis.com");

    /// <summary>Where the person consents.</summary>
    [Required]
    public Uri ConsentBaseUrl { get; set; } = new("https://accounts.google.com");

    /// <summary>Of the token and revocation endpoints.</summary>
    [Required]
    public Uri TokenBaseUrl { get; set; } = new("https://oauth2.googleapis.com");

    /// <summary>Of the links to videos.</summary>
    [Required]
    public Uri WatchBaseUrl { get; set; } = new("https://www.youtube.com");

    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>For one chunk, a thumbnail or a file of subtitles.</summary>
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromSeconds(28);

    /// <summary>How much of a video is sent by one call; a multiple of 256 KiB.</summary>
    [Range(ChunkUnit, 64 << 20)]
    public int ChunkBytes { get; set; } = 8 << 20;

    /// <summary>Between looks at a video that YouTube is processing; the last one repeats. Null: 2, 5, 10, 20, 30 s.</summary>
    public TimeSpan[]? ProcessingPolls { get; set; }

    /// <summary>After this an uploaded video counts as ready although YouTube still works on it: it may go public meanwhile.</summary>
    public TimeSpan ProcessingPatience { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Of videos whose post names no category: 22 is People &amp; Blogs.</summary>
    [Required, RegularExpression(@"^\d{1,3}$")]
    public string DefaultCategory { get; set; } = "22";

    /// <summary>Quota units of the Google project per day; more are granted after an audit.</summary>
    [Range(1, int.MaxValue)]
    public int DailyUnits { get; set; } = 10_000;

    /// <summary>Uploads of the Google project per day, which have a budget of their own.</summary>
    [Range(1, int.MaxValue)]
    public int DailyUploads { get; set; } = 100;
}
