using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atlas.Capacity.Counting;

/// <summary>Where the networks fetch blobs by their signed addresses.</summary>
internal sealed class BlobServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BlobServer(WebApplication app) => _app = app;

    public Uri AddressOf(string name) => new(new Uri(_app.Urls.First()), $"/{name}");

    public static async Task<BlobServer> StartAsync(Func<string, byte[]?> fetch)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapMethods(
            "/{**name}",
            ["GET", "HEAD"],
            (string name) =>
                fetch(name) is { } bytes ? Results.Bytes(bytes, TypeOf(bytes), enableRangeProcessing: true) : Results.NotFound()
        );
        await app.StartAsync();
        return new BlobServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string TypeOf(byte[] bytes) =>
        bytes switch
        {
            [0xFF, 0xD8, ..] => "image/jpeg",
            [0x89, 0x50, ..] => "image/png",
            _ => "video/mp4",
        };
}
