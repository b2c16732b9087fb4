using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Atlas.Benchmarks;

/// <summary>
/// One kept-alive connection that sends requests and looks at little more than the status. It shares the cores with what it
/// measures, so it does no more than a load generator must.
/// </summary>
internal sealed class LoadConnection : IDisposable
{
    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];

    public static async Task<LoadConnection> OpenAsync(int port)
    {
        var connection = new LoadConnection();
        await connection._socket.ConnectAsync(IPAddress.Loopback, port);
        return connection;
    }

    /// <exception cref="InvalidOperationException">The answer was another one than <paramref name="expected"/>.</exception>
    public async ValueTask PostAsync(string path, string key, string body, int expected)
    {
        var head =
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
        var length = Encoding.UTF8.GetBytes(head, _buffer);
        for (var sent = 0; sent < length; )
        {
            sent += await _socket.SendAsync(_buffer.AsMemory(sent, length - sent));
        }

        var received = 0;
        int end;
        do
        {
            received += await ReceiveAsync(received);
            end = _buffer.AsSpan(0, received).IndexOf(EndOfHead);
        } while (end < 0);

        var answer = Encoding.ASCII.GetString(_buffer, 0, end);
        var total = end + EndOfHead.Length + ContentLength(answer);
        while (received < total)
        {
            received += await ReceiveAsync(received);
        }

        if (!answer.StartsWith($"HTTP/1.1 {expected} ", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Not {expected}: {Encoding.UTF8.GetString(_buffer, 0, total)}");
        }
    }

    public void Dispose() => _socket.Dispose();

    private static int ContentLength(string head)
    {
        const string Name = "\r\nContent-Length:";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            throw new InvalidOperationException($"An answer without a length: {head}");
        }

        var value = head.AsSpan(at + Name.Length);
        var line = value.IndexOf('\r');
        return int.Parse(line < 0 ? value : value[..line], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
    }

    private async ValueTask<int> ReceiveAsync(int offset)
    {
        var count = await _socket.ReceiveAsync(_buffer.AsMemory(offset));
        return count > 0 ? count : throw new InvalidOperationException("The app closed the connection.");
    }
}
