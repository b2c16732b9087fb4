using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Media;
using Atlas.Core.Operations;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Atlas.Storage.InMemory;
using Atlas.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.Core.Tests.Connections;

/// <summary>One connected channel on rows and a vault in memory. Every boundary of I/O asks <see cref="AtBoundary"/> what happens there.</summary>
internal sealed class RefreshWorld : ITokenVault
{
    private readonly TaskCompletionSource _never = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, string> _vault = [];

    public RefreshWorld(bool grace = false, bool rotates = true)
    {
        Login = new RotatingLogin(this, grace, rotates);
        Rows = new InMemoryRowStore((moment, _, _) => new ValueTask(BoundaryAsync($"rows {moment}")));
    }

    public FakeClock Clock { get; } = new();

    public InMemoryRowStore Rows { get; }

    public RotatingLogin Login { get; }

    /// <summary>True ends the process there; false throws.</summary>
    public Func<string, bool?>? AtBoundary { get; set; }

    public List<string> Boundaries { get; } = [];

    public bool Crashed { get; private set; }

    public int VaultWrites { get; private set; }

    public Channel Channel { get; private set; } = null!;

    public async Task BoundaryAsync(string name)
    {
        Boundaries.Add(name);
        switch (AtBoundary?.Invoke(name))
        {
            case true:
                Crashed = true;
                await _never.Task; // a dead process runs no catch block
                break;
            case false:
                throw name.StartsWith("network", StringComparison.Ordinal)
                    ? new HttpRequestException("the connection was cut")
                    : new StorageUnavailableException("asked in vain", TimeSpan.FromMilliseconds(10), null);
        }
    }

    public async Task ConnectAsync()
    {
        var process = new RefreshProcess(this);
        var tokens = Login.First();
        Channel = new Channel
        {
            Id = Id<Channel>.New(Clock),
            WorkspaceId = new Id<Workspace>(Guid.CreateVersion7()),
            Platform = Platform.TikTok,
            AccountId = "1",
            Login = "rotating",
            Name = "Test",
            State = ChannelState.Connected,
            Generation = 1,
            ConnectedAt = Clock.GetUtcNow(),
            TokenExpiresAt = tokens.RefreshExpiresAt,
        };
        await process.Store.SetAsync(Channel, tokens, default);
        var upkeep = new ChannelUpkeep
        {
            Generation = 1,
            VisitAt = Clock.GetUtcNow(),
            IssuedAt = tokens.IssuedAt,
            AccessExpiresAt = tokens.AccessExpiresAt,
            RefreshAt = UpkeepPlan.RefreshAt(Channel, tokens, Login.Description.Refresh),
        };
        await process.Upkeeps.AnnounceAsync(Channel, upkeep.VisitAt, default);
        await Rows.WriteAsync(
            WorkspaceKeys.Partition(Channel.WorkspaceId),
            [
                RowWrite.Insert(WorkspaceKeys.Channel(Channel.Id), Channel.ToRow(StoredJson.Default.Channel)),
                RowWrite.Insert(WorkspaceKeys.Upkeep(Channel.Id), upkeep.ToRow(StoredJson.Default.ChannelUpkeep)),
            ],
            default
        );
        await process.Keep.VisitAsync(Channel.WorkspaceId, Channel.Id, default);
    }

    /// <summary>Runs in a process of its own until it is done, or dead; time passes for what waits inside.</summary>
    /// <returns>Whether it came to an end.</returns>
    public async Task<bool> RunAsync(Func<RefreshProcess, Task> work)
    {
        Crashed = false;
        var run = work(new RefreshProcess(this));
        while (!run.IsCompleted && !Crashed)
        {
            if (Clock.NextTimerAt is { } next)
            {
                Clock.AdvanceTo(next);
            }

            await Task.Yield();
        }

        if (Crashed)
        {
            return false;
        }

        await run;
        return true;
    }

    public async Task<ChannelState> StateAsync()
    {
        var quiet = AtBoundary;
        AtBoundary = null;
        var channel = await new RefreshProcess(this).Channels.ReadAsync(Channel.WorkspaceId, Channel.Id, default);
        AtBoundary = quiet;
        return channel!.Value.State;
    }

    /// <summary>What any other process would find stored.</summary>
    public async Task<TokenSet> StoredAsync()
    {
        var quiet = AtBoundary;
        AtBoundary = null;
        var store = new RefreshProcess(this).Store;
        var upkeep = await store.ReadUpkeepAsync(Channel, default);
        var tokens = await store.ReadAllAsync(Channel, upkeep?.Value, default);
        AtBoundary = quiet;
        return tokens!;
    }

    async Task ITokenVault.SetAsync(string name, Secret value, CancellationToken cancellationToken)
    {
        await BoundaryAsync("vault before");
        _vault[name] = value.Reveal();
        VaultWrites++;
        await BoundaryAsync("vault after");
    }

    async Task<Secret?> ITokenVault.GetAsync(string name, CancellationToken cancellationToken)
    {
        await BoundaryAsync("vault read");
        return _vault.TryGetValue(name, out var value) ? new Secret(value) : null;
    }

    Task ITokenVault.DeleteAsync(string name, CancellationToken cancellationToken)
    {
        _vault.Remove(name);
        return Task.CompletedTask;
    }
}

/// <summary>The objects of one process on the world's stores: it remembers nothing of the ones before.</summary>
internal sealed class RefreshProcess
{
    public RefreshProcess(RefreshWorld world)
    {
        var logins = new PlatformLogins([world.Login]);
        var audit = new AuditLog(world.Rows, world.Clock);
        var apps = new PlatformApps(new ConfigurationBuilder().Build(), logins, world.Rows, world, world.Clock);
        Channels = new ChannelStore(world.Rows, audit);
        Store = new TokenStore(world.Rows, world, new SigningKeys(world.Rows, world, world.Clock), world.Clock);
        Upkeeps = new UpkeepStore(world.Rows, Store, world.Clock);
        Refresh = new RefreshTokens(
            Store,
            Upkeeps,
            Channels,
            logins,
            apps,
            audit,
            world.Clock,
            NullLogger<RefreshTokens>.Instance
        );
        Tokens = new ChannelTokens(Store, Upkeeps, Refresh, logins, world.Clock);
        Keep = new KeepChannels(
            Channels,
            Store,
            Upkeeps,
            Refresh,
            logins,
            apps,
            audit,
            new PublishingHold(new StandingNotices(world.Rows, world.Clock)),
            world.Clock,
            NullLogger<KeepChannels>.Instance
        );
    }

    public ChannelStore Channels { get; }

    public TokenStore Store { get; }

    public UpkeepStore Upkeeps { get; }

    public RefreshTokens Refresh { get; }

    public ChannelTokens Tokens { get; }

    public KeepChannels Keep { get; }
}
