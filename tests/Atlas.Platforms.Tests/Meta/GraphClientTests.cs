using System.Net;
using System.Net.Sockets;
using System.Text;
using Atlas.Core.Channels;
using Atlas.Platforms.Http;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Tests.Meta;

public sealed class GraphClientTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\":\"1\"}";

    /// <summary>The pool itself repeats a request without a body on a dead kept-alive connection; a write must not be one.</summary>
    [Fact]
    public async Task A_write_on_a_connection_that_dies_is_sent_once()
    {
        using var listener = Listen(out var port);
        List<string> requests = [];
        var server = ServeAsync(
            listener,
            requests,
            async stream =>
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(Ok));
                requests.Add(await ReadRequestAsync(stream)); // the second call on the same connection: taken, and no answer
            }
        );
        using var transport = PlatformTransport.Create();
        var client = new GraphClient(new PlatformHttp(transport, TimeProvider.System));

        var first = await WriteAsync(client, port);
        var second = await WriteAsync(client, port);
        listener.Stop();
        await server;

        Assert.Equal("1", first.ReadId());
        Assert.Equal(CallOutcome.Lost, second.Outcome);
        Assert.Equal(2, requests.Count);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_lost()
    {
        using var listener = Listen(out var port);
        var server = ServeAsync(
            listener,
            [],
            stream => stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\":")).AsTask()
        );
        using var transport = PlatformTransport.Create();

        var answer = await WriteAsync(new GraphClient(new PlatformHttp(transport, TimeProvider.System)), port);
        listener.Stop();
        await server;

        Assert.Equal(CallOutcome.Lost, answer.Outcome);
        Assert.Equal(200, answer.Status);
        Assert.Null(answer.ReadId());
    }

    [Fact]
    public async Task A_closed_port_is_not_sent()
    {
        using var listener = Listen(out var port);
        listener.Stop();
        using var transport = PlatformTransport.Create();

        Assert.Equal(
            CallOutcome.NotSent,
            (await WriteAsync(new GraphClient(new PlatformHttp(transport, TimeProvider.System)), port)).Outcome
        );
    }

    [Theory]
    [InlineData(12, null)]
    [InlineData(80, "80 % used")]
    public async Task Headers_about_budgets_are_kept_once_little_is_left(int percent, string? usage)
    {
        using var listener = Listen(out var port);
        var answer =
            $"HTTP/1.1 200 OK\r\nX-App-Usage: {{\"call_count\":{percent}}}\r\nx-fb-trace-id: Abc\r\nContent-Length: 10\r\n\r\n{{\"id\":\"1\"}}";
        var server = ServeAsync(listener, [], stream => stream.WriteAsync(Encoding.ASCII.GetBytes(answer)).AsTask());
        using var transport = PlatformTransport.Create();

        var call = (await WriteAsync(new GraphClient(new PlatformHttp(transport, TimeProvider.System)), port)).Call;
        listener.Stop();
        await server;

        Assert.Equal(usage, call.Usage);
        Assert.Equal(percent / 100.0, call.Budget?.Used);
        Assert.Equal(usage is null ? ["x-fb-trace-id"] : ["x-app-usage", "x-fb-trace-id"], call.Headers!.Keys.Order());
    }

    private static TcpListener Listen(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }

    private static Task<GraphAnswer> WriteAsync(GraphClient client, int port) =>
        client.WriteAsync(
            "POST /x",
            $"http://127.0.0.1:{port}/x",
            new Secret("t"),
            new GraphForm().Add("creation_id", "1"),
            TimeSpan.FromSeconds(20),
            CancellationToken.None
        );

    /// <summary>Answers every connection's first request by <paramref name="answer"/>, then closes it, until the listener stops.</summary>
    private static async Task ServeAsync(TcpListener listener, List<string> requests, Func<NetworkStream, Task> answer)
    {
        try
        {
            while (true)
            {
                using var connection = await listener.AcceptTcpClientAsync();
                await using var stream = connection.GetStream();
                requests.Add(await ReadRequestAsync(stream));
                await answer(stream);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // stopped
        }
    }

    private static async Task<string> ReadRequestAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().EndsWith("creation_id=1", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer);
            if (read == 0)
            {
                break;
            }

            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return text.ToString();
    }
}
