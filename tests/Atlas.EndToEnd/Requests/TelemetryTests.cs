using System.Net;
using System.Net.Sockets;
using System.Text;
using Atlas.EndToEnd.Systems;

namespace Atlas.EndToEnd.Requests;

/// <summary>A collector of one's own gets every post's trace, and no secret.</summary>
[Trait("Needs", "Process")]
public sealed class TelemetryTests
{
    [Fact]
    public async Task A_collector_gets_the_trace_of_a_post_with_its_calls_and_nothing_secret()
    {
        using var collector = Listen(out var address);
        using var received = new MemoryStream();
        var collecting = CollectAsync(collector, received);
        var system = new AtlasSystem();
        await using IAsyncDisposable running = system;
        var settings = system.App.Settings;
        settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = address;
        settings["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        await system.InitializeAsync();

        var post = await system.ScheduleImageAsync(await system.ConnectAsync(), seconds: 1);
        await system.BecomesAsync(post.PublicationId, "Published", TimeSpan.FromSeconds(60));
        await system.App.StopAsync(); // which sends what is left
        collector.Stop();
        await collecting;

        var bytes = received.ToArray();
        // All that the app writes is searched for secrets at the end.
        await File.WriteAllBytesAsync(Path.Combine(system.App.DataDirectory, "telemetry"), bytes);
        Assert.All(
            (string[])
                ["publication.schedule", "publication.advance", "publication.step", "media_publish", "atlas.publishing.lateness"],
            text => Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0, text)
        );
        Assert.True(bytes.AsSpan().IndexOf(Convert.FromHexString(post.PublicationId)) >= 0, "The trace has another id.");
    }

    private static HttpListener Listen(out string address)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        var listener = new HttpListener();
        listener.Prefixes.Add(address);
        listener.Start();
        return listener;
    }

    private static async Task CollectAsync(HttpListener collector, MemoryStream received)
    {
        try
        {
            while (true)
            {
                var context = await collector.GetContextAsync();
                await context.Request.InputStream.CopyToAsync(received);
                context.Response.Close();
            }
        }
        catch (Exception ex) when (ex is HttpListenerException or ObjectDisposedException)
        {
            // stopped
        }
    }
}
