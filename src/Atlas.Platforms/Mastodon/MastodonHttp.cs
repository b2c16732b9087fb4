using System.Text.RegularExpressions;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Mastodon;

/// <summary>Where servers are: people type them in, so nothing but public hosts is reached.</summary>
internal sealed partial class MastodonHttp : IDisposable
{
    private readonly PlatformTransport? _own;
    private readonly string _template;

    public MastodonHttp(PlatformTransport shared, IOptions<MastodonOptions> options, TimeProvider time)
    {
        _template = options.Value.ServerUrl;
        if (_template == MastodonOptions.OpenServers)
        {
            _own = new PlatformTransport(
                new SocketsHttpHandler
                {
                    ActivityHeadersPropagator = null,
                    AllowAutoRedirect = false,
                    ConnectCallback = PublicHosts.ConnectAsync,
                    ConnectTimeout = TimeSpan.FromSeconds(10),
                    PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
                    PooledConnectionLifetime = TimeSpan.FromMinutes(10),
                    UseCookies = false,
                    UseProxy = false, // a proxy would resolve the name for us
                }
            );
        }

        Http = new PlatformHttp(_own ?? shared, time);
    }

    public PlatformHttp Http { get; }

    /// <summary>The host out of what people write: <c>mastodon.social</c>, an address, <c>@ana@mastodon.social</c>. Null for no host.</summary>
    public static string? HostOf(string typed)
    {
        var text = typed.Trim().TrimEnd('/').ToLowerInvariant();
        text = text.StartsWith("https://", StringComparison.Ordinal) ? text[8..].Split('/')[0] : text;
        text = text[(text.LastIndexOf('@') + 1)..];
        return text.Length <= 253 && Host().IsMatch(text) ? text : null;
    }

    /// <summary>Base URL of a server, without a slash at its end.</summary>
    public string ServerOf(string host) => _template.Replace("{server}", host, StringComparison.Ordinal).TrimEnd('/');

    public void Dispose() => _own?.Dispose();

    /// <summary>A name with a top-level domain: no address, no port, nothing local.</summary>
    [GeneratedRegex(
        @"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Host();
}
