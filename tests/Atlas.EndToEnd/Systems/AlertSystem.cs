using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Atlas.Testing.Processes;

namespace Atlas.EndToEnd.Systems;

/// <summary>A system whose app may post to a receiver on this machine. It refuses each alert once before it takes it.</summary>
public sealed class AlertSystem : AtlasSystem
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, int> _seen = new();

    public AlertSystem()
    {
        var port = FreePort.Next();
        Url = $"http://127.0.0.1:{port}/alerts/";
        _listener.Prefixes.Add(Url);
        App.Settings["Atlas__Egress__AllowedLoopbackPorts"] += $",{port}";
    }

    public string Url { get; }

    public ConcurrentQueue<(JsonElement Message, DateTimeOffset At)> Taken { get; } = new();

    public int Refused => _seen.Count;

    public override async Task InitializeAsync()
    {
        _listener.Start();
        _ = ServeAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        _listener.Close();
        await base.DisposeAsync();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext call;
            try
            {
                call = await _listener.GetContextAsync();
            }
            catch (Exception ex) when (ex is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var message = (await JsonDocument.ParseAsync(call.Request.InputStream)).RootElement;
            if (_seen.AddOrUpdate(call.Request.Headers["webhook-id"]!, 1, (_, count) => count + 1) == 1)
            {
                call.Response.StatusCode = 500;
            }
            else
            {
                Taken.Enqueue((message, DateTimeOffset.UtcNow));
            }

            call.Response.Close();
        }
    }
}
