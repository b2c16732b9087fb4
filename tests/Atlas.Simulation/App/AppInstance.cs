using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Messaging;
using Atlas.Core.Outbound;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Atlas.Functions.Hosting;
using Atlas.Functions.Publishing;
using Atlas.Simulation.Engine;
using Atlas.Simulation.Networks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.Simulation.App;

/// <summary>One running instance of the app: its own services, built as the app builds them, on ports of the simulation.</summary>
internal sealed class AppInstance : IDisposable
{
    private static readonly IConfiguration s_settings = new ConfigurationBuilder().Build();
    private readonly ServiceProvider _services;

    public AppInstance(SimProcess process, World world)
    {
        Process = process;
        var boundaries = new Boundaries(process, world);
        var publisher = new SimPublisher(world.Platform, boundaries, world);
        _services = new ServiceCollection()
            .AddAtlasCore()
            .AddOptions()
            .AddSingleton<TimeProvider>(process.Time)
            .AddSingleton(s_settings)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<IRowStore>(new FaultyRows(world.Rows, boundaries))
            .AddSingleton<ITokenVault>(new SimVault(world.Secrets, boundaries))
            .AddSingleton<IMessageSender>(new SimSender(world.Queue, boundaries))
            .AddSingleton<IMediaStore, NoMedia>()
            .AddSingleton(new MediaOptions())
            .AddSingleton(new EgressOptions())
            .AddSingleton(new WorkspaceOptions())
            .AddSingleton<IPlatformPublisher>(publisher)
            .AddSingleton<IPlatformAccounts>(new SimAccounts(world.Platform))
            .BuildServiceProvider();
        Starter = new DurablePublicationStarter(new SimDurableClient(world.Hub, boundaries), new PublishingOptions());
    }

    public SimProcess Process { get; }

    public IPublicationStarter Starter { get; }

    public AdvancePublication Advance => Get<AdvancePublication>();

    public AdvanceChildStep AdvanceChild => Get<AdvanceChildStep>();

    public SweepDue Sweep => Get<SweepDue>();

    public Outbox Outbox => Get<Outbox>();

    public WorkHandler Work => Get<WorkHandler>();

    public ConnectChannel Connect => Get<ConnectChannel>();

    public DisconnectChannel Disconnect => Get<DisconnectChannel>();

    public CreatePost Create => Get<CreatePost>();

    public UpdatePost Update => Get<UpdatePost>();

    public SchedulePost Schedule => Get<SchedulePost>();

    public CancelPost Cancel => Get<CancelPost>();

    public DecidePublication Decide => Get<DecidePublication>();

    public ChangeLivePost ChangeLive => Get<ChangeLivePost>();

    public void Dispose() => _services.Dispose();

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}
