using System.Collections.Concurrent;
using Atlas.Sandbox.Control;
using Atlas.Sandbox.Effects;
using Atlas.Sandbox.Faults;
using Atlas.Sandbox.Instagram;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox;

/// <summary>Everything that the simulated networks remember. A reset is a new world; a call in flight ends in the old one.</summary>
internal sealed class World
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _states = new();
    private readonly ConcurrentDictionary<string, NetworkDirectory> _directories = new();
    private readonly ConcurrentDictionary<string, OAuthBook> _oauth = new();
    private SandboxOptions _options;

    public World(SandboxOptions options, IReadOnlyList<ISandboxNetwork> networks)
    {
        _options = options;
        Clock = new SandboxClock { Offset = options.ClockOffset };
        Ids = new IdSequence(Clock);
        Faults = new FaultBook(Clock);
        Media = new MediaShelf(options.MediaStoreBytes);
        Tokens = new TokenBook(this);
        Instagram = new InstagramDirectory(this);
        Networks = networks;
        Apps = new MetaApps(networks.OfType<IMetaProduct>().SelectMany(product => product.OwnApps));
        foreach (var network in networks)
        {
            network.Seed(this);
        }
    }

    public IReadOnlyList<ISandboxNetwork> Networks { get; }

    public SandboxClock Clock { get; }

    public IdSequence Ids { get; }

    public EffectsLog Effects { get; } = new();

    public CallLog Calls { get; } = new();

    public FaultBook Faults { get; }

    public MediaShelf Media { get; }

    public MetaApps Apps { get; }

    public TokenBook Tokens { get; }

    public AuthorizationCodes Codes { get; } = new();

    public ConcurrentDictionary<string, GraphNode> Nodes { get; } = new();

    public InstagramDirectory Instagram { get; }

    public SandboxOptions Options
    {
        get => Volatile.Read(ref _options);
        set
        {
            Clock.Offset = value.ClockOffset;
            Media.Capacity = value.MediaStoreBytes;
            Volatile.Write(ref _options, value);
        }
    }

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>What a network remembers, made on first use.</summary>
    public T State<T>()
        where T : class, IWorldState<T> => (T)_states.GetOrAdd(typeof(T), _ => new Lazy<object>(() => T.Create(this))).Value;

    /// <summary>The accounts and posts of a network.</summary>
    public NetworkDirectory Directory(string platform) =>
        _directories.GetOrAdd(platform, name => new NetworkDirectory(this, name));

    /// <summary>The codes and tokens of a network's OAuth login.</summary>
    public OAuthBook OAuth(string platform) => _oauth.GetOrAdd(platform, _ => new OAuthBook(this));
}
