using System.Net;
using System.Net.Sockets;
using Atlas.Core.Outbound;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Bluesky;

/// <summary>
/// The connection pool to servers that people name: each connection goes to an address that was looked up and found to be
/// public, or to a port that <see cref="BlueskyLoopback"/> allows.
/// </summary>
internal sealed class BlueskyHttp : IDisposable
{
    private readonly PlatformTransport _transport;

    public BlueskyHttp(HttpMessageHandler handler, TimeProvider time)
    {
        _transport = new PlatformTransport(handler);
        Calls = new PlatformHttp(_transport, time);
    }

    public PlatformHttp Calls { get; }

    public static BlueskyHttp Create(IHostResolver resolver, BlueskyLoopback loopback, TimeProvider time)
    {
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false, // a redirect would carry the token to another host
            UseProxy = false, // a proxy would look the name up again
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ConnectCallback = (context, token) => ConnectAsync(resolver, loopback, context.DnsEndPoint, token),
        };
        return new BlueskyHttp(handler, time);
    }

    public void Dispose() => _transport.Dispose();

    private static async ValueTask<Stream> ConnectAsync(
        IHostResolver resolver,
        BlueskyLoopback loopback,
        DnsEndPoint target,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<IPAddress> addresses = IPAddress.TryParse(target.Host.Trim('[', ']'), out var literal)
            ? [literal]
            : await resolver.ResolveAsync(target.Host, cancellationToken);
        var isAllowed = addresses.All(address =>
            PublicAddress.Is(address) || IPAddress.IsLoopback(address) && loopback.Allows(target.Port)
        );
        if (addresses.Count == 0 || !isAllowed)
        {
            throw new SocketException((int)SocketError.HostNotFound); // says nothing of inner names
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync([.. addresses], target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
