using System.Text;
using System.Text.Json;
using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Media;
using Atlas.Core.Messaging;
using Atlas.Core.Operations;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Atlas.Storage.InMemory;
using Atlas.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.Core.Tests.Operations;

/// <summary>Channels whose access tokens were sealed by several data keys. Every boundary of I/O asks <see cref="AtBoundary"/>.</summary>
internal sealed class RetiringWorld : ITokenVault, IMessageSender
{
    private readonly Dictionary<string, Secret> _vault = [];
    private readonly Queue<(WorkItem Work, DateTimeOffset At)> _messages = new();

    public RetiringWorld() => Rows = new InMemoryRowStore((moment, partition, _) => PassAsync($"rows {moment}", partition));

    public FakeClock Clock { get; } = new();

    public InMemoryRowStore Rows { get; }

    public List<Channel> Channels { get; } = [];

    public IReadOnlyCollection<string> KeysInVault =>
        [.. _vault.Keys.Where(name => name.StartsWith("tokens-signing-", StringComparison.Ordinal))];

    public Func<string, string, ValueTask>? AtBoundary { get; set; }

    /// <summary>One workspace after the other, each with channels that were sealed by a key of their own.</summary>
    public static async Task<RetiringWorld> NewAsync(int workspaces = 3, int channels = 2, int rotations = 2)
    {
        var world = new RetiringWorld();
        for (var i = 0; i < workspaces; i++)
        {
            await world.AddWorkspaceAsync();
        }

        for (var rotation = 0; rotation <= rotations; rotation++)
        {
            if (rotation > 0)
            {
                await world.NewKeys().RotateAsync(SigningKeys.Tokens, default);
            }

            foreach (var workspace in await world.WorkspacesAsync())
            {
                for (var i = 0; i < channels; i++)
                {
                    await world.ConnectAsync(workspace);
                }
            }
        }

        return world;
    }

    /// <summary>A process of its own: it remembers nothing of the ones before.</summary>
    public RetireKeys NewProcess() =>
        new(
            Rows,
            NewKeys(),
            new Outbox(Rows, this, Clock, NullLogger<Outbox>.Instance),
            new OperationsLog(Rows, Clock, NullLogger<OperationsLog>.Instance),
            Clock,
            NullLogger<RetireKeys>.Instance
        );

    public SigningKeys NewKeys() => new(Rows, this, Clock);

    public TokenStore NewTokens() => new(Rows, this, NewKeys(), Clock);

    public async Task<Channel> ConnectAsync(Id<Workspace> workspace)
    {
        var channel = new Channel
        {
            Id = Id<Channel>.New(Clock),
            WorkspaceId = workspace,
            Platform = Core.Platforms.Platform.TikTok,
            AccountId = $"{Channels.Count}",
            Login = "test",
            Name = "Test",
            State = ChannelState.Connected,
            Generation = 1,
            ConnectedAt = Clock.GetUtcNow(),
        };
        var tokens = NewTokens();
        await tokens.SetAsync(channel, new TokenSet(new Secret("lasting"), Clock.GetUtcNow(), null), default);
        var newer = new TokenSet(new Secret(AccessOf(channel)), Clock.GetUtcNow().AddMinutes(1), null);
        var upkeep = new ChannelUpkeep
        {
            Generation = 1,
            VisitAt = Clock.GetUtcNow(),
            Sealed = await tokens.SealAsync(channel, newer, default),
        };
        await WriteAsync(channel, upkeep);
        Channels.Add(channel);
        return channel;
    }

    public static string AccessOf(Channel channel) => $"access of {channel.Id}";

    /// <summary>Runs what was sent, each at its time, in a process of its own, until there is no more.</summary>
    public async Task RunAllAsync()
    {
        while (_messages.TryDequeue(out var message))
        {
            if (message.At > Clock.GetUtcNow())
            {
                Clock.AdvanceTo(message.At);
            }

            Assert.IsType<WorkItem.RetireKeys>(message.Work);
            await NewProcess().RunAsync(default);
        }
    }

    /// <summary>The access token of each channel that a process that knows nothing finds.</summary>
    public async Task AssertReadableAsync()
    {
        var (quiet, tokens) = (AtBoundary, NewTokens());
        AtBoundary = null;
        foreach (var channel in Channels)
        {
            var upkeep = await tokens.ReadUpkeepAsync(channel, default);
            var found = await tokens.ReadAccessAsync(channel, upkeep!.Value, default);
            Assert.Equal(AccessOf(channel), found!.Access.Reveal());
        }

        AtBoundary = quiet;
    }

    public async Task<ChannelUpkeep> UpkeepAsync(Channel channel) => (await NewTokens().ReadUpkeepAsync(channel, default))!.Value;

    public async Task WriteAsync(Channel channel, ChannelUpkeep upkeep) =>
        await Rows.WriteAsync(
            WorkspaceKeys.Partition(channel.WorkspaceId),
            [RowWrite.Upsert(WorkspaceKeys.Upkeep(channel.Id), upkeep.ToRow(StoredJson.Default.ChannelUpkeep))],
            default
        );

    public async Task<SigningKeyName> NamesAsync() =>
        (await Rows.ReadAsync(SystemKeys.DeploymentKeys, SigningKeys.Tokens, StoredJson.Default.SigningKeyName, default))!.Value;

    public async Task<List<AuditEntry>> LogAsync()
    {
        var page = await Rows.ReadRangeAsync(SystemKeys.Operations, RowRange.StartingWith("audit:"), 100, default);
        return [.. page.Rows.Select(row => row.As(StoredJson.Default.AuditEntry).Value)];
    }

    public async Task SetAsync(string name, Secret value, CancellationToken cancellationToken)
    {
        await PassAsync("vault before set", name);
        _vault[name] = value;
        await PassAsync("vault after set", name);
    }

    public async Task<Secret?> GetAsync(string name, CancellationToken cancellationToken)
    {
        await PassAsync("vault get", name);
        return _vault.GetValueOrDefault(name);
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await PassAsync("vault before delete", name);
        _vault.Remove(name);
        await PassAsync("vault after delete", name);
    }

    public async Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        await PassAsync("before send", queue);
        foreach (var message in messages)
        {
            var entry = JsonSerializer.Deserialize(message.Body.Span, StoredJson.Default.OutboxEntry)!;
            _messages.Enqueue((entry.Work, message.ScheduledFor ?? Clock.GetUtcNow()));
        }

        await PassAsync("after send", queue);
    }

    private async ValueTask PassAsync(string moment, string where)
    {
        if (AtBoundary is { } pass)
        {
            await pass(moment, where);
        }
    }

    private async Task AddWorkspaceAsync()
    {
        var id = Id<Workspace>.New(Clock);
        await Rows.WriteAsync(SystemKeys.Workspaces, [RowWrite.Insert(id.ToString(), Encoding.UTF8.GetBytes("{}"))], default);
    }

    private async Task<List<Id<Workspace>>> WorkspacesAsync()
    {
        var page = await Rows.ReadRangeAsync(SystemKeys.Workspaces, new RowRange("0", "g"), 100, default);
        return [.. page.Rows.Select(row => Id<Workspace>.Parse(row.Key))];
    }
}
