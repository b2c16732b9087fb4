namespace Atlas.Sandbox.Media;

/// <summary>A picture or a video that was fetched or uploaded and looked at.</summary>
internal sealed record MediaItem
{
    public required string Sha256 { get; init; }
    public required string ContentType { get; init; }
    public required long Bytes { get; init; }
    public required int Width { get; init; }
    public required int Height { get; init; }
    public VideoFacts? Video { get; init; }
    public bool IsVideo => Video is not null;
    public string FileName => Sha256 + (IsVideo ? ".mp4" : ".jpg");
}
