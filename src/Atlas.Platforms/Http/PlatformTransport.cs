namespace Atlas.Platforms.Http;

/// <summary>The one connection pool to the networks, kept for the life of the process.</summary>
/// <remarks>An invoker rather than a client: time limits are the caller's, and nothing is logged or traced per request.</remarks>
internal sealed class PlatformTransport(HttpMessageHandler handler) : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(handler, disposeHandler: true);

    /// <param name="around">What every call passes through.</param>
    public static PlatformTransport Create(Func<HttpMessageHandler, HttpMessageHandler>? around = null)
    {
        var sockets = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false, // a redirect would carry the token to another host
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10), // follow DNS
            UseCookies = false,
        };
        return new PlatformTransport(around is null ? sockets : around(sockets));
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker.SendAsync(request, cancellationToken);

    public void Dispose() => _invoker.Dispose();
}
