using System.Security.Cryptography;
using Atlas.Sandbox.Media;

namespace Atlas.Sandbox.Instagram;

/// <summary>Collects the bytes of a resumable upload.</summary>
internal sealed class UploadSession
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Stream? _target;
    private long _received;
    private volatile bool _isComplete;

    public long Received => Interlocked.Read(ref _received);

    public bool IsComplete => _isComplete;

    /// <summary>Takes bytes that begin at <paramref name="offset"/>. False when they don't follow those already here.</summary>
    public async ValueTask<bool> AppendAsync(Stream body, long offset, long fileSize, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_isComplete || offset != _received)
            {
                return false;
            }

            _target ??= fileSize <= 8 << 20 ? new MemoryStream() : TemporaryFile.Create();
            var buffer = new byte[64 << 10];
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (_received + read > fileSize)
                {
                    return false;
                }

                await _target.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
                Interlocked.Add(ref _received, read);
            }

            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The whole file; the session takes no more bytes.</summary>
    public async ValueTask<FetchedFile> CompleteAsync()
    {
        _isComplete = true;
        var target = _target ?? Stream.Null;
        target.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(target, CancellationToken.None));
        return new FetchedFile
        {
            Sha256 = hash,
            Length = target.Length,
            Content = target is MemoryStream memory ? memory.ToArray() : null,
            Spilled = target,
        };
    }
}
