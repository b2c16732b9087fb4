using System.Text.Json.Serialization;

namespace Atlas.Core.Media;

[JsonConverter(typeof(CamelCaseEnumConverter<MediaKind>))]
public enum MediaKind
{
    Image,
    Video,
    Document,
}

/// <summary>
/// What the bytes of a file say about it. A value that could not be read is null and its name is in <see cref="NotProbed"/>:
/// said, not guessed.
/// </summary>
public sealed record MediaProbe
{
    public required MediaKind Kind { get; init; }

    /// <summary>By content: <c>image/jpeg</c>, <c>image/png</c>, <c>video/mp4</c>, <c>video/quicktime</c>, …</summary>
    public required string ContentType { get; init; }

    /// <summary>Pixels as shown, with the orientation applied.</summary>
    public int? Width { get; init; }

    public int? Height { get; init; }

    /// <summary>EXIF orientation 1 to 8, or the rotation of a video track in degrees.</summary>
    public int? Orientation { get; init; }

    /// <summary>Whether an image is animated (GIF, APNG, WebP).</summary>
    public bool? Animated { get; init; }

    /// <summary>Colour space as the file names it, such as <c>sRGB</c>.</summary>
    public string? ColorSpace { get; init; }

    public TimeSpan? Duration { get; init; }

    /// <summary>Sample entry's four characters: <c>avc1</c>, <c>hvc1</c>, <c>vp09</c>, <c>av01</c>, …</summary>
    public string? VideoCodec { get; init; }

    /// <summary>Frames per second, on average.</summary>
    public double? FrameRate { get; init; }

    /// <summary>Bits per second of the whole file.</summary>
    public long? BitRate { get; init; }

    public bool? HasAudio { get; init; }

    /// <summary>Sample entry's four characters: <c>mp4a</c>, <c>Opus</c>, …</summary>
    public string? AudioCodec { get; init; }

    public int? AudioChannels { get; init; }

    /// <summary>Hz.</summary>
    public int? AudioSampleRate { get; init; }

    /// <summary>Whether <c>moov</c> stands before <c>mdat</c>, as streaming servers want it.</summary>
    public bool? MoovFirst { get; init; }

    public bool? Fragmented { get; init; }

    public bool? HasEditList { get; init; }

    /// <summary>Names of the values above that this file should have and that could not be read.</summary>
    public IReadOnlyList<string> NotProbed { get; init; } = [];

    /// <summary>What shows that the file breaks off, or null. Such a file is not kept.</summary>
    [JsonIgnore]
    public string? Truncated { get; init; }

    /// <summary>Width through height, or null.</summary>
    [JsonIgnore]
    public double? AspectRatio => Width is > 0 && Height is > 0 ? (double)Width.Value / Height.Value : null;
}
