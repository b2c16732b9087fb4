namespace Atlas.Core.Media;

public sealed record MediaView(
    Id<MediaAsset> Id,
    string FileName,
    string ContentType,
    MediaKind Kind,
    long SizeBytes,
    string Sha256,
    string? AltText,
    int? Width,
    int? Height,
    int? Orientation,
    bool? Animated,
    double? DurationSeconds,
    string? VideoCodec,
    double? FrameRate,
    long? BitRate,
    bool? HasAudio,
    string? AudioCodec,
    IReadOnlyList<string> NotProbed,
    DateTimeOffset CreatedAt
)
{
    public static MediaView Of(MediaAsset asset) =>
        new(
            asset.Id,
            asset.FileName,
            asset.ContentType,
            asset.Kind,
            asset.SizeBytes,
            asset.Sha256,
            asset.AltText,
            asset.Probe.Width,
            asset.Probe.Height,
            asset.Probe.Orientation,
            asset.Probe.Animated,
            asset.Probe.Duration?.TotalSeconds,
            asset.Probe.VideoCodec,
            asset.Probe.FrameRate,
            asset.Probe.BitRate,
            asset.Probe.HasAudio,
            asset.Probe.AudioCodec,
            asset.Probe.NotProbed,
            asset.CreatedAt
        );
}

public sealed record MediaListView(IReadOnlyList<MediaView> Items, string? Next);

/// <param name="UploadUrl">PUT the file's bytes there, once, without a key.</param>
/// <param name="MediaId">The id that the file will have.</param>
public sealed record UploadTicketView(Id<MediaAsset> MediaId, string UploadUrl, long MaxBytes, DateTimeOffset ExpiresAt);

public sealed record CreateUploadRequest(string? FileName, string? ContentType, long? SizeBytes, string? AltText);

public sealed record UpdateMediaRequest(string? AltText);
