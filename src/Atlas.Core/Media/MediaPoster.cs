using System.Text.Json.Serialization;

namespace Atlas.Core.Media;

/// <summary>A small picture that stands for an asset in lists and on pages.</summary>
public sealed record MediaPoster
{
    /// <summary><c>image/jpeg</c> or <c>image/png</c>.</summary>
    public required string ContentType { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required long SizeBytes { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>Where <see cref="IMediaStore"/> has the bytes.</summary>
    public required string StoredAs { get; init; }

    public required PosterOrigin Origin { get; init; }
}

[JsonConverter(typeof(CamelCaseEnumConverter<PosterOrigin>))]
public enum PosterOrigin
{
    /// <summary>A client gave it.</summary>
    Given,

    /// <summary>Made from the file by <see cref="IImageRenditions"/>.</summary>
    Made,
}
