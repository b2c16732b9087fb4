using System.Net;
using System.Net.Sockets;
using Atlas.Core.Outbound;

namespace Atlas.Platforms.Http;

/// <summary>
/// Connects only to addresses of the open internet, for networks whose server a person types in: the name is resolved once,
/// and what it resolves to is what is connected to.
/// </summary>
internal static class PublicHosts
{
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        // One inner address among public ones is a trick as well.
        if (addresses.Length == 0 || !addresses.All(PublicAddress.Is))
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The server has no public address.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
