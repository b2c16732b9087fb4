using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atlas.Sandbox.Tests;

/// <summary>A loopback server of media: the demo files by name, and whatever a test puts there.</summary>
public sealed class MediaServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, RequestDelegate> _routes = new();

    private MediaServer(WebApplication app) => _app = app;

    public System.Collections.Concurrent.ConcurrentQueue<(string Path, string UserAgent)> Requests { get; } = new();

    public string BaseUrl => _app.Urls.First();

    public static async Task<MediaServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new MediaServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public static byte[] Demo(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Demo", name));

    public string Url(string name) => $"{BaseUrl}/{name}";

    /// <summary>Puts bytes at an address and answers it.</summary>
    public string Put(
        string name,
        byte[] content,
        string contentType = "application/octet-stream",
        string? cacheControl = null
    ) =>
        Put(
            name,
            async http =>
            {
                http.Response.ContentType = contentType;
                http.Response.ContentLength = content.Length;
                http.Response.Headers.CacheControl = cacheControl;
                await http.Response.Body.WriteAsync(content, http.RequestAborted);
            }
        );

    public string Put(string name, RequestDelegate answer)
    {
        _routes["/" + name] = answer;
        return Url(name);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        Requests.Enqueue((path, http.Request.Headers.UserAgent.ToString()));
        if (_routes.TryGetValue(path, out var answer))
        {
            await answer(http);
            return;
        }

        var file = Path.Combine(AppContext.BaseDirectory, "Demo", Path.GetFileName(path));
        if (!File.Exists(file))
        {
            http.Response.StatusCode = 404;
            return;
        }

        http.Response.ContentType = file.EndsWith(".mp4") ? "video/mp4" : "image/jpeg";
        await http.Response.SendFileAsync(file);
    }
}
