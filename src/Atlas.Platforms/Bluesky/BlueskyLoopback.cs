using Microsoft.Extensions.Configuration;

namespace Atlas.Platforms.Bluesky;

/// <summary>
/// The ports of this machine that may be called although they are on no public address: those of a development setting, and
/// those at which the operator has set the network itself to be.
/// </summary>
internal sealed class BlueskyLoopback
{
    private readonly HashSet<int> _ports;

    public BlueskyLoopback(IConfiguration configuration, BlueskyOptions options)
    {
        var set = (configuration["Atlas:Egress:AllowedLoopbackPorts"] ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(port => int.TryParse(port, out var number) ? number : 0);
        var own = new[] { options.EntrywayBaseUrl, options.DirectoryBaseUrl, options.VideoBaseUrl }
            .Where(url => url.IsLoopback)
            .Select(url => url.Port);
        _ports = [.. set, .. own];
    }

    public bool Allows(int port) => _ports.Contains(port);
}
