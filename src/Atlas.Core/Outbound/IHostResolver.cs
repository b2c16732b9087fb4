using System.Net;
using System.Net.Sockets;

namespace Atlas.Core.Outbound;

/// <summary>Looks names up.</summary>
public interface IHostResolver
{
    /// <exception cref="SocketException">There is no such name, or it could not be asked.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}

/// <summary>By this machine's own resolver.</summary>
public sealed class SystemHostResolver : IHostResolver
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        await Dns.GetHostAddressesAsync(host, cancellationToken);
}
