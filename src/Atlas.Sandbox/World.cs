using System.Collections.Concurrent;
using Atlas.Sandbox.Control;
using Atlas.Sandbox.Effects;
using Atlas.Sandbox.Faults;
using Atlas.Sandbox.Instagram;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox;

/// <summary>Everything that the simulated networks remember. A reset is a new world; a call in flight ends in the old one.</summary>
internal sealed class World
{
    private SandboxOptions _options;

    public World(SandboxOptions options)
    {
        _options = options;
        Clock = new SandboxClock { Offset = options.ClockOffset };
        Ids = new IdSequence(Clock);
        Faults = new FaultBook(Clock);
        Media = new MediaShelf(options.MediaStoreBytes);
        Tokens = new TokenBook(this);
        Instagram = new InstagramDirectory(this);
        DemoAccounts.Seed(this);
    }

    public SandboxClock Clock { get; }

    public IdSequence Ids { get; }

    public EffectsLog Effects { get; } = new();

    public CallLog Calls { get; } = new();

    public FaultBook Faults { get; }

    public MediaShelf Media { get; }

    public MetaApps Apps { get; } = new();

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
}
