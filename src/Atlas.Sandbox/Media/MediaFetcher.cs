using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Atlas.Sandbox.Media;

/// <summary>Downloads media as Meta's crawler does: a plain GET under its user agent, few redirects, a time and a size limit.</summary>
internal sealed class MediaFetcher : IDisposable
{
    public const string UserAgent = "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)";

    private const int MemoryLimit = 8 << 20;
    private const int MaxCached = 256;

    private readonly ConcurrentDictionary<string, Cached> _cache = new();
    private readonly HttpMessageInvoker _http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = true,
            MaxAutomaticRedirections = 3,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        }
    );

    public async ValueTask<FetchedFile> FetchAsync(Uri url, long maxBytes, TimeSpan timeout, TimeProvider? cacheClock)
    {
        if (
            cacheClock is not null
            && _cache.TryGetValue(url.AbsoluteUri, out var cached)
            && cached.Until > cacheClock.GetUtcNow()
        )
        {
            return cached.File.Length <= maxBytes ? cached.File : FetchedFile.Failed(FetchFailure.TooLarge);
        }

        // Not tied to the caller's connection: the network goes on when its client hangs up.
        using var deadline = new CancellationTokenSource(timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
            request.Headers.TryAddWithoutValidation("Accept", "*/*");
            using var response = await _http.SendAsync(request, deadline.Token);
            if (!response.IsSuccessStatusCode)
            {
                return FetchedFile.Failed(FetchFailure.Unreachable);
            }

            if (response.Content.Headers.ContentType?.MediaType is "text/html")
            {
                return FetchedFile.Failed(FetchFailure.WebPage);
            }

            if (response.Content.Headers.ContentLength > maxBytes)
            {
                return FetchedFile.Failed(FetchFailure.TooLarge);
            }

            var file = await ReadAsync(response.Content, maxBytes, deadline.Token);
            Remember(url, file, response.Headers.CacheControl, cacheClock);
            return file;
        }
        catch (OperationCanceledException)
        {
            return FetchedFile.Failed(FetchFailure.TimedOut);
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException or NotSupportedException)
        {
            return FetchedFile.Failed(FetchFailure.Unreachable); // what a fetch that fails means is the caller's answer
        }
    }

    public void Dispose() => _http.Dispose();

    private static async ValueTask<FetchedFile> ReadAsync(HttpContent content, long maxBytes, CancellationToken cancellationToken)
    {
        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        if (content.Headers.ContentLength is { } length and <= MemoryLimit)
        {
            var bytes = GC.AllocateUninitializedArray<byte>((int)length);
            await body.ReadExactlyAsync(bytes, cancellationToken);
            return FetchedFile.InMemory(bytes);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var memory = new MemoryStream();
        Stream target = memory;
        var buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (target.Length + read > maxBytes)
                {
                    await target.DisposeAsync();
                    return FetchedFile.Failed(FetchFailure.TooLarge);
                }

                if (target == memory && memory.Length + read > MemoryLimit)
                {
                    target = TemporaryFile.Create();
                    memory.Position = 0;
                    await memory.CopyToAsync(target, cancellationToken);
                }

                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        catch
        {
            await target.DisposeAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return target == memory
            ? FetchedFile.InMemory(memory.ToArray())
            : new FetchedFile
            {
                Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset()),
                Length = target.Length,
                Spilled = target,
            };
    }

    private void Remember(Uri url, FetchedFile file, CacheControlHeaderValue? control, TimeProvider? cacheClock)
    {
        var mayStore = control is { NoStore: false, NoCache: false, Private: false, MaxAge: { } age } && age > TimeSpan.Zero;
        if (cacheClock is null || !mayStore || file.Content is null || _cache.Count >= MaxCached)
        {
            return;
        }

        _cache[url.AbsoluteUri] = new Cached(file, cacheClock.GetUtcNow() + control!.MaxAge!.Value);
    }

    private sealed record Cached(FetchedFile File, DateTimeOffset Until);
}
