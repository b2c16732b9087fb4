namespace Atlas.Core.Media;

/// <summary>Section <c>Atlas</c> of the settings.</summary>
public sealed class MediaOptions
{
    /// <summary>The largest file that is taken.</summary>
    public long MaxMediaBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>How long a signed upload address can be used.</summary>
    public TimeSpan UploadUrlLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Where networks reach this app, such as <c>https://atlas.example.com</c>. Needed where the media store has no address of its own.</summary>
    public string? PublicBaseUrl { get; set; }
}
