using System.Net;
using System.Net.Sockets;

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
        if (Array.Find(addresses, IsPublic) is not { } address)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The server has no public address.");
        }

        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        return address.AddressFamily is AddressFamily.InterNetwork ? IsPublic4(bytes) : IsPublic6(address, bytes);
    }

    private static bool IsPublic4(byte[] bytes) =>
        bytes switch
        {
            [0 or 10 or 127 or >= 224, ..] => false, // this network, private, loopback, multicast and reserved
            [100, >= 64 and <= 127, ..] => false, // shared by carriers
            [169, 254, ..] => false, // link-local, where clouds keep their metadata
            [172, >= 16 and <= 31, ..] => false,
            [192, 168, ..] or [192, 0, 0 or 2, _] => false,
            [198, 18 or 19, ..] or [198, 51, 100, _] or [203, 0, 113, _] => false, // benchmarks and documentation
            _ => true,
        };

    // Only 2000::/3 is given out; within it 2002::/16 and 2001::/32 carry IPv4 addresses of any kind.
    private static bool IsPublic6(IPAddress address, byte[] bytes) =>
        (bytes[0] & 0xE0) == 0x20 && !address.IsIPv6Teredo && bytes is not [0x20, 0x02, ..] and not [0x20, 0x01, 0x0D, 0xB8, ..];
}
