using System.Collections.Concurrent;
using System.Security.Cryptography;
using Atlas.Core.Media;
using Atlas.Core.Media.Probing;
using Atlas.Core.Platforms;
using Atlas.Platforms.Tests.Instagram;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atlas.Platforms.Tests.Loopback;

/// <summary>The files of a test: as assets of the library, as streams, and under addresses of loopback.</summary>
internal sealed class FileShelf : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, byte[]> _files = new();
    private WebApplication? _server;

    public string Root => _server!.Urls.First();

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(http =>
        {
            if (!_files.TryGetValue(http.Request.Path.Value!.TrimStart('/'), out var bytes))
            {
                http.Response.StatusCode = 404;
                return Task.CompletedTask;
            }

            http.Response.ContentType = http.Request.Path.Value.EndsWith(".mp4", StringComparison.Ordinal)
                ? "video/mp4"
                : "image/jpeg";
            return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
        });
        await _server.StartAsync();
    }

    /// <summary>One of the sandbox's demo files.</summary>
    public MediaAsset Demo(string name) => Add(name, DemoBytes(name));

    public static byte[] DemoBytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Demo", name));

    /// <summary>Probed as an upload is.</summary>
    public MediaAsset Add(string name, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var probe = new MediaProber().Probe(stream) ?? throw new InvalidDataException(name);
        return Put(name, bytes, probe);
    }

    /// <summary>Bytes that are not what the library believes.</summary>
    public MediaAsset Put(string name, byte[] bytes, MediaProbe probe)
    {
        _files[name] = bytes;
        return Posts.Image() with
        {
            FileName = name,
            ContentType = probe.ContentType,
            Probe = probe,
            SizeBytes = bytes.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        };
    }

    public void Remove(string name) => _files.TryRemove(name, out _);

    public PublishWork Give(PublishWork work) =>
        work with
        {
            FetchUrl = (asset, _) => new ValueTask<Uri>(new Uri($"{Root}/{asset.FileName}")),
            Open = (asset, _) =>
                Task.FromResult<Stream?>(_files.TryGetValue(asset.FileName, out var bytes) ? new MemoryStream(bytes) : null),
        };

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
