using System.Security.Cryptography;

namespace Atlas.Sandbox.Media;

internal enum FetchFailure
{
    None,
    Unreachable,
    TimedOut,
    TooLarge,

    /// <summary>The address answered a web page, as a login or an error page does.</summary>
    WebPage,
}

/// <summary>What came from an address: bytes in memory when they are few, otherwise a stream over a temporary file.</summary>
internal sealed class FetchedFile : IDisposable
{
    public FetchFailure Failure { get; init; }
    public string Sha256 { get; init; } = "";
    public long Length { get; init; }
    public byte[]? Content { get; init; }
    public Stream? Spilled { get; init; }

    public static FetchedFile Failed(FetchFailure failure) => new() { Failure = failure };

    public static FetchedFile InMemory(byte[] bytes) =>
        new()
        {
            Content = bytes,
            Length = bytes.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        };

    /// <summary>A seekable stream of the content.</summary>
    public Stream Open() => Content is { } bytes ? new MemoryStream(bytes, writable: false) : Spilled ?? Stream.Null;

    public void Dispose() => Spilled?.Dispose();
}
