namespace Atlas.Sandbox.Media;

/// <summary>What the boxes of an MP4 or QuickTime file say. Codecs are sample entry names such as <c>avc1</c>.</summary>
internal sealed record VideoFacts
{
    public required TimeSpan Duration { get; init; }
    public required int Width { get; init; }
    public required int Height { get; init; }
    public required string VideoCodec { get; init; }
    public double FramesPerSecond { get; init; }
    public string? AudioCodec { get; init; }
    public int AudioRate { get; init; }
    public int AudioChannels { get; init; }
    public bool MoovFirst { get; init; }
    public bool HasEditList { get; init; }
    public bool IsFragmented { get; init; }
}
