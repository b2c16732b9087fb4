using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Atlas.Core.Tests.Outbound;

/// <summary>Answers every request with the bytes that a test gives, and counts connections.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();

    public LoopbackServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>The first lines of what was asked.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>By path: head and body as they go over the wire.</summary>
    public ConcurrentDictionary<string, byte[]> Answers { get; } = new();

    public void Redirect(string path, string to) => Answers[path] = Http($"302 Found\r\nLocation: {to}", []);

    public void Serve(string path, byte[] body, string type = "application/octet-stream") =>
        Answers[path] = Http($"200 OK\r\nContent-Type: {type}", body);

    /// <summary>Without a length, so that only reading tells how much there is.</summary>
    public void ServeUnmeasured(string path, byte[] body) =>
        Answers[path] = [.. Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"), .. body];

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private static byte[] Http(string head, byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), .. body];

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
            catch (Exception ex) when (ex is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            var first = await reader.ReadLineAsync() ?? "";
            Requests.Enqueue(first);
            while (await reader.ReadLineAsync() is { Length: > 0 }) { }

            if (Answers.TryGetValue(first.Split(' ')[1].Split('?')[0], out var answer))
            {
                await stream.WriteAsync(answer);
            }
            else
            {
                await reader.ReadToEndAsync(); // silence, until the caller has had enough
            }
        }
    }
}
