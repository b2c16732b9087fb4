namespace Atlas.Core.Outbound;

/// <summary>Ends with a fault where more comes than was agreed, or when the time is over.</summary>
internal sealed class LimitedStream(Stream source, long limit, CancellationToken patience) : Stream
{
    private long _count;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="EgressBrokenException">Too large, too slow, or it broke off.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience);
        int read;
        try
        {
            read = await source.ReadAsync(buffer, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EgressBrokenException("url.timeout", "It sends too slowly.");
        }
        catch (Exception ex) when (ex is IOException or HttpRequestException)
        {
            throw new EgressBrokenException("url.broken", "It broke off.");
        }

        _count += read;
        return _count <= limit ? read : throw new EgressBrokenException("url.tooLarge", $"It has more than {limit:N0} bytes.");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Answers are read asynchronously.");

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>An answer of the outside that can't be read to its end.</summary>
public sealed class EgressBrokenException(string rule, string message) : Exception(message)
{
    public string Rule => rule;
}
