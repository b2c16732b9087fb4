using Atlas.Core.Alerts;
using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Clocks;
using Atlas.Core.Connections;
using Atlas.Core.Media;
using Atlas.Core.Messaging;
using Atlas.Core.Operations;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Atlas.Storage.InMemory;
using Atlas.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Tests.Publishing;

/// <summary>
/// The publisher's real code on rows in memory, a clock that stands still and a fake network. Every I/O boundary asks
/// <see cref="AtBoundary"/> what happens there: nothing, a fault, a stall or the end of the process.
/// </summary>
internal sealed class PublishingWorld : ITokenVault, IMediaLinks, IMediaReach
{
    private static readonly PlatformLogins s_noLogins = new([]);
    private readonly TaskCompletionSource _never = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PublishingWorld()
    {
        Network = new FakeNetwork(this);
        Rows = new InMemoryRowStore((moment, _, token) => new ValueTask(BoundaryAsync(moment.ToString(), token)));
    }

    public FakeClock Clock { get; } = new();

    public FakeNetwork Network { get; }

    public InMemoryRowStore Rows { get; }

    public PublishingOptions Options { get; } = new();

    public PublishingMeter Meter { get; } = new();

    public ClockWatch ClockWatch => field ??= new ClockWatch(Clock, NullLogger<ClockWatch>.Instance);

    /// <summary>What happens at a boundary, given its name. Null goes on.</summary>
    public Func<string, Interruption?>? AtBoundary { get; set; }

    public Func<bool> LosesAnswer { get; set; } = () => false;

    public Id<Workspace> Workspace { get; } = new(Guid.CreateVersion7());

    public Channel Channel { get; private set; } = null!;

    /// <summary>The process that runs now: a crash makes the next one.</summary>
    public bool Crashed { get; private set; }

    public async Task BoundaryAsync(string name, CancellationToken cancellationToken)
    {
        switch (AtBoundary?.Invoke(name))
        {
            case Interruption.Crash:
                Crashed = true;
                await _never.Task; // a dead process runs no catch block
                break;
            case Interruption.Fault:
                throw name
                    is nameof(RowStoreMoment.BeforeRead)
                        or nameof(RowStoreMoment.BeforeWrite)
                        or nameof(RowStoreMoment.AfterWrite)
                    ? new StorageUnavailableException("the store was asked in vain", TimeSpan.FromMilliseconds(10), null)
                    : new HttpRequestException("the connection was cut");
            case Interruption.Stall stall:
                await stall.Until.Task.WaitAsync(cancellationToken);
                break;
        }
    }

    /// <summary>What is found out about the addresses that networks fetch from.</summary>
    public ReachAnswer Reach { get; set; } = ReachAnswer.Yes;

    public async Task<Channel> ConnectAsync(string accountId = "17841400000000001", ChannelSpacing? spacing = null)
    {
        var channel = new Channel
        {
            Id = Id<Channel>.New(Clock),
            WorkspaceId = Workspace,
            Platform = Platform.Instagram,
            AccountId = accountId,
            Login = "instagram",
            Name = "Test",
            State = ChannelState.Connected,
            Generation = 1,
            ConnectedAt = Clock.GetUtcNow(),
            Spacing = spacing,
        };
        await WriteAsync(RowWrite.Insert(WorkspaceKeys.Channel(channel.Id), channel.ToRow(StoredJson.Default.Channel)));
        Channel ??= channel;
        return channel;
    }

    /// <param name="on">Null for the world's first channel.</param>
    public async Task<Id<Publication>> ScheduleAsync(
        string text,
        TimeSpan dueIn,
        LatePolicy? late = null,
        string? firstComment = null,
        Channel? on = null
    )
    {
        var quiet = AtBoundary;
        AtBoundary = null;
        if (Channel is null)
        {
            await ConnectAsync();
        }

        var content = new PostContent { Text = text, FirstComment = firstComment };
        var publication = new Publication
        {
            Id = Id<Publication>.New(Clock),
            PostId = Id<Post>.New(Clock),
            WorkspaceId = Workspace,
            ChannelId = (on ?? Channel!).Id,
            Platform = Platform.Instagram,
            State = PublicationState.Draft,
            Content = content,
            ContentHash = ContentHash.Of(content),
            Timeline = [],
            CreatedAt = Clock.GetUtcNow(),
        }.ScheduleAt(WallClock.At(Clock.GetUtcNow() + dueIn, "Europe/Berlin"), late ?? LatePolicy.Default, Clock.GetUtcNow());
        var batch = new List<RowWrite>();
        PublicationRows.Insert(batch, publication);
        await WriteAsync([.. batch]);
        AtBoundary = quiet;
        return publication.Id;
    }

    public async Task ReplaceAsync(Id<Publication> id, Func<Publication, Publication> change)
    {
        var batch = new List<RowWrite>();
        var current = await CurrentAsync(id);
        PublicationRows.Replace(batch, current, change(current.Value));
        await WriteAsync([.. batch]);
    }

    public async Task<Versioned<Publication>> ReplaceAsync(Versioned<Publication> current, Publication next)
    {
        List<RowWrite> batch = [];
        PublicationRows.Replace(batch, current, next);
        await WriteAsync([.. batch]);
        return await CurrentAsync(next.Id);
    }

    public async Task DisconnectAsync()
    {
        Channel = Channel with { State = ChannelState.Disconnected, StateReason = "A person has disconnected it." };
        await WriteAsync(RowWrite.Upsert(WorkspaceKeys.Channel(Channel.Id), Channel.ToRow(StoredJson.Default.Channel)));
    }

    public async Task ReconnectAsync()
    {
        Channel = Channel with { State = ChannelState.Connected, StateReason = null, Generation = Channel.Generation + 1 };
        await WriteAsync(RowWrite.Upsert(WorkspaceKeys.Channel(Channel.Id), Channel.ToRow(StoredJson.Default.Channel)));
    }

    public async Task<Versioned<Publication>> CurrentAsync(Id<Publication> id) =>
        (
            await Rows.ReadAsync(
                WorkspaceKeys.Partition(Workspace),
                WorkspaceKeys.Publication(id),
                StoredJson.Default.Publication,
                default
            )
        )!;

    public async Task<Publication> PublicationAsync(Id<Publication> id)
    {
        var boundary = AtBoundary;
        AtBoundary = null;
        var current = await CurrentAsync(id);
        AtBoundary = boundary;
        return current.Value;
    }

    /// <summary>One run of the activity in a process of its own. Null when the process ended in it.</summary>
    public async Task<AdvanceAnswer?> RunOnceAsync(Id<Publication> id, bool childSteps = false)
    {
        Crashed = false;
        var generation = (await PublicationAsync(id)).Generation;
        var input = new AdvanceInput(Workspace, id, generation);
        var run = childSteps ? ChildSteps().RunAsync(input, default) : Worker().RunAsync(input, default);
        while (!run.IsCompleted && !Crashed)
        {
            // What waits inside a run are back-offs of ours: time passes for them.
            if (Clock.NextTimerAt is { } next)
            {
                Clock.Advance(next - Clock.GetUtcNow());
            }

            await Task.Yield();
        }

        return Crashed ? null : await run;
    }

    /// <summary>Runs as the orchestration does until nothing more happens by itself, through crashes, for at most a day of the clock.</summary>
    public async Task<Publication> RunToEndAsync(Id<Publication> id)
    {
        var end = Clock.GetUtcNow().AddDays(1);
        var childSteps = false;
        while (Clock.GetUtcNow() < end)
        {
            AdvanceAnswer? answer;
            try
            {
                answer = await RunOnceAsync(id, childSteps);
            }
            catch (StorageUnavailableException)
            {
                answer = null; // the orchestration's retry
            }

            if (answer is { IsFinal: true, HasChildSteps: false })
            {
                return await PublicationAsync(id);
            }

            childSteps |= answer is { HasChildSteps: true };
            var until = answer is null ? Clock.GetUtcNow().AddSeconds(2) : answer.WaitUntil ?? Clock.GetUtcNow();
            if (until > Clock.GetUtcNow())
            {
                Clock.Advance(until - Clock.GetUtcNow());
            }
        }

        var late = await PublicationAsync(id);
        throw new TimeoutException(
            $"Still {late.State} after a day: {late.Waiting} {late.Intent} {string.Join("; ", late.Timeline.TakeLast(5))}"
        );
    }

    public AdvancePublication Worker()
    {
        var (options, meter, ledger, assembly, publishers) = Parts();
        var reconcile = new ReconcilePublication(
            ledger,
            new LookAlikes(new PublicationStore(Rows), options, Clock),
            assembly,
            publishers,
            Refusals(),
            options,
            meter,
            Clock,
            NullLogger<ReconcilePublication>.Instance
        );
        var limits = Limits();
        var step = new PlatformStep(Refusals(), limits, new ChannelActivities(Rows, Clock), NullLogger<PlatformStep>.Instance);
        var gate = Gate(limits);
        var call = new VisibleCall(
            ledger,
            step,
            gate,
            new DueIndex(Rows),
            options,
            meter,
            Clock,
            NullLogger<VisibleCall>.Instance
        );
        var steps = new PublicationSteps(ledger, call, step, publishers, gate, options, Clock);
        return new AdvancePublication(
            ledger,
            assembly,
            gate,
            reconcile,
            steps,
            new PublicationWaits(ledger, publishers, Clock),
            publishers,
            options,
            meter,
            Clock
        );
    }

    public Outbox Outbox => field ??= new Outbox(Rows, Messages, Clock, NullLogger<Outbox>.Instance);

    public SentMessages Messages { get; } = new();

    public OverdueWatch OverdueWatch()
    {
        var (options, _, ledger, _, _) = Parts();
        return new OverdueWatch(ledger, options, Clock);
    }

    private AdvanceChildStep ChildSteps()
    {
        var (options, meter, _, assembly, publishers) = Parts();
        var limits = Limits();
        var step = new PlatformStep(Refusals(), limits, new ChannelActivities(Rows, Clock), NullLogger<PlatformStep>.Instance);
        var childCall = new ChildCall(step, Refusals(), options, Clock, NullLogger<ChildCall>.Instance);
        return new AdvanceChildStep(
            new ChildStepStore(Rows),
            new PublicationStore(Rows),
            assembly,
            publishers,
            childCall,
            new LiveChangeStep(Alerts(), publishers, childCall, options, Clock),
            Alerts(),
            Gate(limits),
            options,
            meter,
            Clock
        );
    }

    /// <summary>One for all runs, as a process has one.</summary>
    public PublishingHold Hold => field ??= new PublishingHold(new StandingNotices(Rows, Clock));

    public PublicationLedger Ledger() => Parts().Item3;

    public PublishingGate Gate() => Gate(Limits());

    private PublishingGate Gate(NetworkLimits limits) =>
        new(
            ClockWatch,
            Hold,
            limits,
            this,
            new ChannelPacing(Rows, new PublicationStore(Rows), Clock),
            Publishers,
            Microsoft.Extensions.Options.Options.Create(Options),
            Clock
        );

    public PlatformPublishers Publishers => new([Network]);

    /// <summary>As a process of its own has it: what it knows of others is in rows.</summary>
    private NetworkLimits Limits() =>
        new(new StandingNotices(Rows, Clock), new NetworkLimitStore(Rows), Clock, NullLogger<NetworkLimits>.Instance);

    private (IOptions<PublishingOptions>, PublishingMeter, PublicationLedger, PublishWorkAssembly, PlatformPublishers) Parts() =>
        (
            Microsoft.Extensions.Options.Options.Create(Options),
            Meter,
            new PublicationLedger(
                Rows,
                new PublicationStore(Rows),
                Publishers,
                new PublicationMoves(Meter, NullLogger<PublicationMoves>.Instance),
                Alerts()
            ),
            new PublishWorkAssembly(Channels, Tokens(), Apps, new MediaAssets(Rows), this, new NoMedia()),
            Publishers
        );

    private PublicationAlerts Alerts() => new(Rows, Outbox, Meter, Clock, NullLogger<PublicationAlerts>.Instance);

    private TokenRefusals Refusals() => new(Channels, Tokens(), Clock, NullLogger<TokenRefusals>.Instance);

    private AuditLog Audit => new(Rows, Clock);

    private ChannelStore Channels => new(Rows, Audit);

    public PlatformApps Apps => new(new ConfigurationBuilder().Build(), s_noLogins, Rows, this, Clock);

    private ChannelTokens Tokens()
    {
        var store = new TokenStore(Rows, this, new SigningKeys(Rows, this, Clock), Clock);
        var upkeeps = new UpkeepStore(Rows, store, Clock);
        var refresh = new RefreshTokens(
            store,
            upkeeps,
            Channels,
            s_noLogins,
            Apps,
            Audit,
            Clock,
            NullLogger<RefreshTokens>.Instance
        );
        return new ChannelTokens(store, upkeeps, refresh, s_noLogins, Clock);
    }

    private async Task WriteAsync(params RowWrite[] writes) =>
        Assert.True((await Rows.WriteAsync(WorkspaceKeys.Partition(Workspace), writes, default)).Succeeded);

    Task ITokenVault.SetAsync(string name, Secret value, CancellationToken cancellationToken) => Task.CompletedTask;

    Task<Secret?> ITokenVault.GetAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<Secret?>(new Secret("token"));

    Task ITokenVault.DeleteAsync(string name, CancellationToken cancellationToken) => Task.CompletedTask;

    Task<ReachAnswer> IMediaReach.CheckAsync(CancellationToken cancellationToken) => Task.FromResult(Reach);

    ValueTask<Uri> IMediaLinks.CreateFetchUrlAsync(MediaAsset asset, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new Uri($"https://media.test/{asset.Id}"));
}

internal abstract record Interruption
{
    private Interruption() { }

    /// <summary>The process ends here.</summary>
    public sealed record Crash : Interruption;

    /// <summary>The call fails: an unavailable store, a cut connection.</summary>
    public sealed record Fault : Interruption;

    /// <summary>The worker stands still.</summary>
    public sealed record Stall(TaskCompletionSource Until) : Interruption;
}
