namespace Atlas.Sandbox.Media;

/// <summary>A picture, a video or a document that was fetched or uploaded and looked at.</summary>
internal sealed record MediaItem
{
    public required string Sha256 { get; init; }
    public required string ContentType { get; init; }
    public required long Bytes { get; init; }

    /// <summary>0 where it has none.</summary>
    public required int Width { get; init; }
    public required int Height { get; init; }
    public VideoFacts? Video { get; init; }
    public bool IsVideo => Video is not null;
    public bool IsImage => !IsVideo && ContentType.StartsWith("image/");
    public string FileName => Sha256 + Extension;

    /// <summary>What a person calls it.</summary>
    public string Label =>
        IsVideo ? "Video"
        : IsImage ? "Picture"
        : ContentType is "application/pdf" ? "PDF document"
        : "File";

    private string Extension =>
        ContentType switch
        {
            _ when IsVideo => ".mp4",
            "image/jpeg" => ".jpg",
            "image/png" => ".png",
            "image/gif" => ".gif",
            "image/webp" => ".webp",
            "application/pdf" => ".pdf",
            _ => ".bin",
        };
}
