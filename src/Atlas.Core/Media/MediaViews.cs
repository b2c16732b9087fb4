using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;

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
    DateTimeOffset CreatedAt,
    IReadOnlyList<string> Tags,
    MediaRetention Retention,
    MediaPosterView? Poster,
    bool Duplicate = false,
    IReadOnlyList<MediaUseView>? UsedBy = null
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
            asset.CreatedAt,
            asset.Tags,
            asset.Retention,
            asset.Poster is { } poster ? MediaPosterView.Of(asset.Id, poster) : null
        );
}

/// <param name="Url">Path at this app; needs a key or session as all of the API does.</param>
public sealed record MediaPosterView(string Url, string ContentType, int Width, int Height, long SizeBytes, PosterOrigin Origin)
{
    public static MediaPosterView Of(Id<MediaAsset> media, MediaPoster poster) =>
        new(
            $"/api/v1/media/{media}/poster?v={poster.Sha256[..12]}",
            poster.ContentType,
            poster.Width,
            poster.Height,
            poster.SizeBytes,
            poster.Origin
        );
}

/// <param name="Needed">Whether a publication of the post has still to go out with the file, or waits for a person.</param>
public sealed record MediaUseView(Id<Post> PostId, string Text, bool Needed, IReadOnlyList<MediaUsePublicationView> Publications)
{
    private const int Excerpt = 80;

    internal static MediaUseView Of(MediaUse use) =>
        new(
            use.Post.Id,
            use.Post.Content.Text is { Length: > Excerpt } text ? $"{text[..Excerpt]}…" : use.Post.Content.Text,
            use.IsNeeded,
            [
                .. use
                    .Publications.Select(used => used.Publication)
                    .Select(publication => new MediaUsePublicationView(
                        publication.Id,
                        publication.ChannelId,
                        publication.Platform,
                        publication.State,
                        publication.DueAt
                    )),
            ]
        );
}

public sealed record MediaUsePublicationView(
    Id<Publication> PublicationId,
    Id<Channel> ChannelId,
    Platform Platform,
    PublicationState State,
    DateTimeOffset? DueAt
);

public sealed record MediaListView(IReadOnlyList<MediaView> Items, string? Next);

/// <param name="UploadUrl">PUT the file's bytes there, once, without a key; or PATCH its pieces where it is resumable.</param>
/// <param name="MediaId">The id that the file will have.</param>
/// <param name="MinPieceBytes">The least that a piece has which isn't the last; null where the file comes whole.</param>
public sealed record UploadTicketView(
    Id<MediaAsset> MediaId,
    string UploadUrl,
    long MaxBytes,
    DateTimeOffset ExpiresAt,
    long? MinPieceBytes
);

public sealed record CreateUploadRequest(
    string? FileName,
    string? ContentType,
    long? SizeBytes,
    string? AltText,
    IReadOnlyList<string>? Tags = null,
    MediaRetention? Retention = null,
    bool? Copy = null,
    string? Sha256 = null,
    bool? Resumable = null
);

/// <param name="AltText">Empty to remove it. What is null stays.</param>
public sealed record UpdateMediaRequest(
    string? AltText,
    string? FileName = null,
    IReadOnlyList<string>? Tags = null,
    MediaRetention? Retention = null
);

public sealed record ImportMediaRequest(
    string? Url,
    string? FileName = null,
    string? AltText = null,
    IReadOnlyList<string>? Tags = null,
    MediaRetention? Retention = null,
    bool? Copy = null,
    string? Sha256 = null
);
