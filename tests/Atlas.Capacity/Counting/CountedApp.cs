using System.Text.Json;
using Atlas.Capacity.App;
using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Messaging;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;
using Atlas.Functions.Publishing;
using Atlas.Sandbox;
using Atlas.Storage.InMemory;
using Atlas.Testing;
using Atlas.Testing.Clients;
using Atlas.Testing.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Capacity.Counting;

/// <summary>
/// The app's own code from the request to the live post, with the real networks' publishers against a sandbox. Hours pass at
/// once: its clock stands still while anything is at work and then goes to the next time at which something happens.
/// </summary>
internal sealed class CountedApp : IAsyncDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 23, 9, 0, 5, TimeSpan.Zero);

    private readonly CountedClock _clock = new(s_start);
    private readonly InMemoryRowStore _rows = new();
    private readonly Dictionary<Id<Channel>, ContainerWatch> _containers = [];
    private readonly Tally _tally = new();
    private readonly CountedSender _sender;
    private readonly WebApplication _sandbox;
    private readonly SandboxClient _networks;
    private readonly BlobServer _blobs;
    private readonly ServiceProvider _services;
    private readonly CountedHub _hub;
    private readonly CountedClient _client;
    private readonly AppTimers _timers;
    private readonly DurablePublicationStarter _starter;

    private CountedApp(WebApplication sandbox, BlobServer blobs, CountedMedia media, Tally tally)
    {
        (_sandbox, _blobs, _tally) = (sandbox, blobs, tally);
        var address = new Uri(sandbox.Urls.First());
        _networks = new SandboxClient(address);
        _sender = new CountedSender(tally);
        var ports = new AppPorts(new CountedRows(_rows, tally), media, new CountedVault(tally), _sender);
        _services = CapacityServices.Build(ports, _clock, address, blobs.AddressOf(""));
        _hub = new CountedHub(Get<AdvancePublication>(), Get<AdvanceChildStep>(), tally, _clock);
        _client = new CountedClient(_hub);
        _timers = new AppTimers(_services, _client, tally);
        _starter = new DurablePublicationStarter(_client, new PublishingOptions());
    }

    public DateTimeOffset Now => _clock.Now;

    public Caller? Caller { get; private set; }

    public static async Task<CountedApp> StartAsync()
    {
        var sandbox = SandboxApp.Build([
            "--urls",
            "http://127.0.0.1:0",
            "--Logging:LogLevel:Default=None",
            "--Logging:LogLevel:Microsoft.Hosting.Lifetime=None",
            "--Sandbox:VideoProcessingMs=1500",
        ]);
        await sandbox.StartAsync();
        var tally = new Tally();
        CountedMedia? media = null;
        var blobs = await BlobServer.StartAsync(name => media!.Fetch(name));
        media = new CountedMedia(tally, blobs.AddressOf);
        var app = new CountedApp(sandbox, blobs, media, tally);
        await app.CreateWorkspaceAsync();
        await app.Get<IMediaReach>().CheckAsync(default); // others have published from this deployment before
        return app;
    }

    /// <summary>Why orchestrations broke off.</summary>
    public IReadOnlyList<Exception> Faults => _hub.Faults;

    public Counts Take() => _tally.Take();

    public void Clear() => _tally.Clear();

    public async Task<Id<Channel>> ConnectAsync(Platform platform)
    {
        Tally.Enter(Stages.Request);
        var account =
            platform is Platform.Instagram
                ? (await _networks.CreateAccountsAsync(1)).Single()
                : await _networks.CreateAccountAsync(platform.ToName());
        var request = new ConnectChannelRequest(platform, account.Login, account.AccountId, new Secret(account.Token), null);
        var id = Id<Channel>.Parse(IdOf(await Get<ConnectChannel>().HandleAsync(Caller!, request, null, default)));
        _containers[id] = new ContainerWatch(new Uri(_sandbox.Urls.First()), account.Token);
        return id;
    }

    /// <summary>As <c>POST /api/v1/media</c>.</summary>
    public async Task<PostMedia> UploadAsync(string demoFile)
    {
        Tally.Enter(Stages.Upload);
        await BeginRequestAsync();
        using var content = new MemoryStream(DemoFiles.Read(demoFile));
        var incoming = new IncomingMedia(
            Caller!.WorkspaceId,
            Id<MediaAsset>.New(_clock),
            new MediaDetails
            {
                FileName = demoFile,
                ContentType = DemoFiles.ContentTypeOf(demoFile),
                Copy = true,
            },
            content.Length,
            content
        );
        return new PostMedia(Id<MediaAsset>.Parse(IdOf(await Get<ReceiveMedia>().HandleAsync(incoming, _ => null, default))));
    }

    /// <summary>As <c>POST /api/v1/posts</c>.</summary>
    public async Task<Id<Post>> CreateAsync(CreatePostRequest request)
    {
        Tally.Enter(Stages.Request);
        await BeginRequestAsync();
        var outcome = await Get<CreatePost>().HandleAsync(Caller!, request, null, _starter, default);
        return Id<Post>.Parse(IdOf(outcome));
    }

    public async Task<IReadOnlyList<Publication>> PublicationsAsync()
    {
        var query = new PublicationQuery([], null, null, null, null, 100);
        var page = await new PublicationStore(_rows).ListAsync(Caller!.WorkspaceId, query, default);
        return [.. page.Items.Select(item => item.Value)];
    }

    /// <summary>Lets time pass: timers, messages and orchestrations do their work.</summary>
    public async Task RunAsync(DateTimeOffset until)
    {
        await WorkOffAsync();
        while (_clock.Now < until)
        {
            var before = _clock.Now;
            var next = _timers.NextAfter(before);
            if (_hub.NextTimerAt is { } timer && timer < next)
            {
                next = timer > before ? timer : before;
            }

            next = next < until ? next : until;
            _clock.AdvanceTo(next);
            await _hub.FireTimersAsync();
            await WorkOffAsync();
            await _timers.RunAsync(before, next);
            await WorkOffAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _networks.Dispose();
        foreach (var watch in _containers.Values)
        {
            watch.Dispose();
        }

        await _services.DisposeAsync();
        await _blobs.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    private async Task WorkOffAsync()
    {
        Tally.Enter(Stages.Message);
        await _hub.SettledAsync();
        await ProcessedAsync();
        while (_sender.Sent.TryDequeue(out var message))
        {
            _tally.Add(Unit.Executions);
            await Get<WorkHandler>().HandleAsync(message.Body, _starter, default);
            await _hub.SettledAsync();
        }
    }

    /// <summary>
    /// The sandbox takes real time for a video: long enough that the first look never finds it done, and here no other time passes
    /// meanwhile. Else the count would hang on how busy the machine is.
    /// </summary>
    private async Task ProcessedAsync()
    {
        foreach (var publication in await PublicationsAsync())
        {
            if (publication is { State: PublicationState.Preparing, Cursor: { } cursor })
            {
                await _containers[publication.ChannelId].ProcessedAsync(cursor);
            }
        }
    }

    private async Task CreateWorkspaceAsync()
    {
        var outcome = await Get<CreateWorkspace>()
            .HandleAsync(new CreateWorkspaceRequest("Counted", "Europe/Berlin"), null, default);
        var secret = Body(outcome).GetProperty("apiKey").GetProperty("secret").GetString()!;
        Caller = await Get<Authenticator>().FindAsync(secret, default);
    }

    /// <summary>A request starts with a look at who asks: of one that comes alone nothing is known any more.</summary>
    private async Task BeginRequestAsync()
    {
        _tally.Add(Unit.Executions);
        Caller = await Get<Authenticator>().FindAsync(Caller!.Credential.Reveal(), default);
    }

    private static string IdOf(Outcome<Answer> outcome) => Body(outcome).GetProperty("id").GetString()!;

    private static JsonElement Body(Outcome<Answer> outcome) =>
        outcome.Failed
            ? throw new InvalidOperationException(
                $"{outcome.Problem.Detail} {string.Join("; ", outcome.Problem.Errors?.Select(error => error.Message) ?? [])}"
            )
            : JsonDocument.Parse(outcome.Value.Body).RootElement;

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}
