namespace Atlas.Core.Media;

/// <summary>Section <c>Atlas</c> of the settings.</summary>
public sealed class MediaOptions
{
    /// <summary>The largest file that is taken.</summary>
    public long MaxMediaBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>How long a signed upload address can be used.</summary>
    public TimeSpan UploadUrlLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long an upload in pieces can be gone on with.</summary>
    public TimeSpan ResumableUploadLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The smallest piece of an upload that isn't its last: a blob has at most 50,000 of them.</summary>
    public long MinUploadPieceBytes { get; set; } = 256 * 1024;

    /// <summary>The largest file that is fetched from an address.</summary>
    public long MaxImportBytes { get; set; } = 256L * 1024 * 1024;

    public TimeSpan ImportTimeLimit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a temporary file stays after the last publication that uses it has settled.</summary>
    public double TemporaryMediaDays { get; set; } = 7;

    /// <summary>Where networks reach this app, such as <c>https://atlas.example.com</c>. Needed where the media store has no address of its own.</summary>
    public string? PublicBaseUrl { get; set; }
}
