using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Atlas.Core.Outbound;

/// <summary>
/// The one way out to addresses that users give. A name is looked up once, every address that it has must be public, and
/// the connection goes to the address that was checked; each redirect is a new address and checked like the first.
/// </summary>
public sealed class EgressGuard : IDisposable
{
    private const string PrivateAddress = "The address is not one of the public Internet: it is private, local or reserved.";

    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(10);
    private static readonly int[] s_ports = [80, 443, 8080, 8443];

    private readonly IHostResolver _resolver;
    private readonly TimeProvider _time;
    private readonly HashSet<int> _loopbackPorts;
    private readonly HttpMessageInvoker _http;

    public EgressGuard(IHostResolver resolver, EgressOptions options, TimeProvider time)
    {
        (_resolver, _time) = (resolver, time);
        _loopbackPorts = options.ReadAllowedLoopbackPorts();
        _http = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // each is checked here
                UseProxy = false, // a proxy would look the name up again
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None, // a small answer may be a huge one
                MaxResponseHeadersLength = 32,
                MaxResponseDrainSize = 0,
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(1),
                ConnectTimeout = s_connectTimeout,
                ConnectCallback = ConnectAsync,
            }
        );
    }

    /// <summary>GET, or what <paramref name="method"/> says; never with credentials.</summary>
    /// <param name="prepare">Adds headers to each request.</param>
    public async Task<EgressAnswer> GetAsync(
        Uri url,
        EgressLimits limits,
        CancellationToken cancellationToken,
        HttpMethod? method = null,
        Action<HttpRequestMessage>? prepare = null
    )
    {
        var patience = new CancellationTokenSource(limits.Time, _time);
        var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var hold = new Held(linked, patience);
        EgressAnswer? answer = null;
        try
        {
            answer = await FollowAsync(url, limits, method ?? HttpMethod.Get, prepare, hold);
            return answer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new EgressAnswer.Failed("url.timeout", $"It took longer than {limits.Time.TotalSeconds:0} seconds.");
        }
        catch (HttpRequestException ex)
        {
            return Explain(ex);
        }
        finally
        {
            if (answer is not EgressAnswer.Answered)
            {
                hold.Dispose();
            }
        }
    }

    /// <summary>
    /// Whether an address may be kept for messages that nobody on the way may read. Its name is looked up, and what that leads to
    /// is checked, at each call.
    /// </summary>
    public EgressAnswer.Refused? CheckEncrypted(Uri url) =>
        RefuseUrl(url, new EgressLimits(0, TimeSpan.Zero)) is { } refused ? refused
        : IPAddress.TryParse(url.Host.Trim('[', ']'), out var literal) && !IsAllowed(literal, url.Port)
            ? new EgressAnswer.Refused("url.private", PrivateAddress)
        : url.Scheme != Uri.UriSchemeHttps && !_loopbackPorts.Contains(url.Port)
            ? new EgressAnswer.Refused("url.scheme", "Only https addresses are taken here.")
        : null;

    public void Dispose() => _http.Dispose();

    private async Task<EgressAnswer> FollowAsync(
        Uri url,
        EgressLimits limits,
        HttpMethod method,
        Action<HttpRequestMessage>? prepare,
        Held hold
    )
    {
        for (var hops = 0; ; hops++)
        {
            if (RefuseUrl(url, limits) is { } refusal)
            {
                return refusal;
            }

            using var request = new HttpRequestMessage(method, url);
            request.Headers.UserAgent.ParseAdd("AtlasEngine/1");
            prepare?.Invoke(request);
            var response = await _http.SendAsync(request, hold.Token);
            if (!IsRedirect(response))
            {
                hold.Add(response);
                return await AnswerAsync(url, response, limits, hold);
            }

            var next = new Uri(url, response.Headers.Location!);
            response.Dispose();
            if (hops == limits.MaxRedirects)
            {
                return new EgressAnswer.Failed("url.redirects", $"It redirects more than {limits.MaxRedirects} times.");
            }

            if (url.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp)
            {
                return new EgressAnswer.Refused("url.scheme", "It redirects from https to http.");
            }

            url = next;
        }
    }

    private static async Task<EgressAnswer> AnswerAsync(Uri url, HttpResponseMessage response, EgressLimits limits, Held hold)
    {
        if (response.Content.Headers.ContentLength > limits.MaxBytes)
        {
            hold.Dispose();
            return new EgressAnswer.Failed("url.tooLarge", $"It has more than {limits.MaxBytes:N0} bytes.");
        }

        var content = new LimitedStream(await response.Content.ReadAsStreamAsync(hold.Token), limits.MaxBytes, hold.Token);
        return new EgressAnswer.Answered(url, response.StatusCode, response.Headers, response.Content.Headers, content, hold);
    }

    private static bool IsRedirect(HttpResponseMessage response) =>
        response.Headers.Location is not null
        && response.StatusCode
            is HttpStatusCode.MovedPermanently
                or HttpStatusCode.Found
                or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect
                or HttpStatusCode.PermanentRedirect;

    private EgressAnswer.Refused? RefuseUrl(Uri url, EgressLimits limits) =>
        !url.IsAbsoluteUri || url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps
            ? new EgressAnswer.Refused("url.scheme", "Only http and https addresses are fetched.")
        : url.UserInfo.Length > 0
            ? new EgressAnswer.Refused("url.credentials", "An address with a name and password in it is not fetched.")
        : !limits.AnyPort && !s_ports.Contains(url.Port) && !_loopbackPorts.Contains(url.Port)
            ? new EgressAnswer.Refused("url.port", $"Only the ports {string.Join(", ", s_ports)} are fetched from.")
        : null;

    /// <summary>Where every connection is made: what was looked up here is what is connected to.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        IReadOnlyList<IPAddress> addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal)
            ? [literal]
            : await _resolver.ResolveAsync(host, cancellationToken);
        if (addresses.Count == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        // One inner address among public ones is a trick as well.
        if (!addresses.All(address => IsAllowed(address, port)))
        {
            throw new BlockedAddressException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync([.. addresses], port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsAllowed(IPAddress address, int port) =>
        PublicAddress.Is(address) || IPAddress.IsLoopback(address) && _loopbackPorts.Contains(port);

    private static EgressAnswer Explain(HttpRequestException fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case BlockedAddressException:
                    return new EgressAnswer.Refused("url.private", PrivateAddress);
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData }:
                    return new EgressAnswer.Failed("url.name", "There is no such name.");
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return new EgressAnswer.Failed("url.refused", "Nothing listens there: the connection was refused.");
                case AuthenticationException:
                    return new EgressAnswer.Failed("url.certificate", "Its certificate is not valid.");
            }
        }

        return new EgressAnswer.Failed("url.unreachable", "It could not be reached.");
    }

    private sealed class BlockedAddressException() : Exception("Blocked.");

    /// <summary>What must live as long as an answer is read.</summary>
    private sealed class Held(CancellationTokenSource linked, CancellationTokenSource patience) : IDisposable
    {
        private HttpResponseMessage? _response;

        public CancellationToken Token { get; } = linked.Token;

        public void Add(HttpResponseMessage response) => _response = response;

        public void Dispose()
        {
            _response?.Dispose();
            linked.Dispose();
            patience.Dispose();
        }
    }
}
