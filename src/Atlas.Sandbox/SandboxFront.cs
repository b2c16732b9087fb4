using System.Collections.Frozen;
using Atlas.Sandbox.Control;
using Atlas.Sandbox.Feed;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox;

/// <summary>The first look at every request: a simulated host, the control API or a page.</summary>
internal sealed partial class SandboxFront : IDisposable
{
    private readonly SandboxOptions _configured;
    private readonly ILogger _logger;
    private readonly MediaFetcher _fetcher = new();
    private readonly MetaGateway _meta;
    private readonly IReadOnlyList<ISandboxNetwork> _networks;
    private readonly FrozenDictionary<string, IHostedNetwork> _hosts;
    private readonly ControlApi _control;
    private World _world;

    public SandboxFront(
        SandboxOptions configured,
        Func<NetworkServices, IReadOnlyList<ISandboxNetwork>> networks,
        CancellationToken stopping,
        ILogger logger
    )
    {
        _configured = configured;
        _logger = logger;
        _networks = networks(new NetworkServices(_fetcher, stopping));
        _hosts = _networks
            .OfType<IHostedNetwork>()
            .SelectMany(network => network.Hosts.Select(host => KeyValuePair.Create(host, network)))
            .ToFrozenDictionary();
        _world = new World(configured, _networks);
        var products = new MetaProducts(_networks.OfType<IMetaProduct>());
        _meta = new MetaGateway(_fetcher, new FaultStriker(stopping), products);
        _control = new ControlApi(() => World, Reset);
    }

    public World World => Volatile.Read(ref _world);

    public void Dispose() => _fetcher.Dispose();

    public async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        try
        {
            if (GraphRequestPath.Parse(path) is { } graph)
            {
                await _meta.HandleAsync(World, http, graph);
            }
            else if (NetworkOf(path) is { } network)
            {
                await network.HandleAsync(World, http);
            }
            else if (path.StartsWith("/control/"))
            {
                await _control.HandleAsync(http, path["/control/".Length..].TrimEnd('/'));
            }
            else
            {
                await FeedSite.HandleAsync(World, http, path);
            }
        }
        catch (Exception ex) when (http.RequestAborted.IsCancellationRequested)
        {
            Log.ClientGone(_logger, path.Split('/')[1], ex.GetType().Name);
        }
        catch (BadHttpRequestException ex)
        {
            http.Response.StatusCode = ex.StatusCode;
        }
    }

    private void Reset() => Volatile.Write(ref _world, new World(_configured, _networks));

    private IHostedNetwork? NetworkOf(string path)
    {
        var end = path.IndexOf('/', 1);
        return _hosts.GetValueOrDefault(end < 0 ? path[1..] : path[1..end]);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "The client left while {Host} was answering ({Cause}).")]
        public static partial void ClientGone(ILogger logger, string host, string cause);
    }
}
