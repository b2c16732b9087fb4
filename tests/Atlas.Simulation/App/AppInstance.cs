using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Media;
using Atlas.Core.Messaging;
using Atlas.Core.Outbound;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Atlas.Functions.Hosting;
using Atlas.Functions.Publishing;
using Atlas.Simulation.Engine;
using Atlas.Simulation.Networks;
using Atlas.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.Simulation.App;

/// <summary>One running instance of the app: its own services, built as the app builds them, on ports of the simulation.</summary>
internal sealed class AppInstance : IDisposable
{
    private static readonly ServiceProvider s_app = Build();

    private readonly IServiceScope _services = s_app.CreateScope();

    public AppInstance(SimProcess process, World world)
    {
        Process = process;
        var boundaries = new Boundaries(process, world);
        var ports = Get<Ports>();
        ports.Time = process.Time;
        ports.Rows = new FaultyRows(world.Rows, boundaries);
        ports.Vault = new SimVault(world.Secrets, boundaries);
        ports.Sender = new SimSender(world.Queue, boundaries);
        ports.Publisher = new SimPublisher(world.Platform, boundaries, world);
        ports.Accounts = new SimAccounts(world.Platform);
        ports.Login = new SimLogin(world.Platform, boundaries, world);
        Starter = new DurablePublicationStarter(new SimDurableClient(world.Hub, boundaries), new PublishingOptions());
    }

    public SimProcess Process { get; }

    public IPublicationStarter Starter { get; }

    public AdvancePublication Advance => Get<AdvancePublication>();

    public AdvanceChildStep AdvanceChild => Get<AdvanceChildStep>();

    public SweepDue Sweep => Get<SweepDue>();

    public Outbox Outbox => Get<Outbox>();

    public KeepChannels Keep => Get<KeepChannels>();

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
        where T : notnull => _services.ServiceProvider.GetRequiredService<T>();

    /// <summary>
    /// What is single in a process of the app is single in a scope here: a campaign starts tens of thousands of processes, and a container of
    /// its own for each would take longer than their work.
    /// </summary>
    private static ServiceProvider Build()
    {
        IServiceCollection services = new ServiceCollection();
        foreach (var service in new ServiceCollection().AddAtlasCore())
        {
            services.Add(
                service switch
                {
                    { ImplementationType: { } type } => new ServiceDescriptor(service.ServiceType, type, ServiceLifetime.Scoped),
                    { ImplementationFactory: { } make } => new ServiceDescriptor(
                        service.ServiceType,
                        make,
                        ServiceLifetime.Scoped
                    ),
                    _ => service,
                }
            );
        }

        return services
            .AddOptions()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<IMediaStore, NoMedia>()
            .AddSingleton(new MediaOptions())
            .AddSingleton(new EgressOptions())
            .AddSingleton(new WorkspaceOptions())
            .AddScoped<Ports>()
            .AddScoped(scope => scope.GetRequiredService<Ports>().Time)
            .AddScoped(scope => scope.GetRequiredService<Ports>().Rows)
            .AddScoped(scope => scope.GetRequiredService<Ports>().Vault)
            .AddScoped(scope => scope.GetRequiredService<Ports>().Sender)
            .AddScoped(scope => scope.GetRequiredService<Ports>().Publisher)
            .AddScoped(scope => scope.GetRequiredService<Ports>().Accounts)
            .AddScoped(scope => scope.GetRequiredService<Ports>().Login)
            .BuildServiceProvider();
    }

    /// <summary>What differs from process to process.</summary>
    private sealed class Ports
    {
        public TimeProvider Time { get; set; } = null!;

        public IRowStore Rows { get; set; } = null!;

        public ITokenVault Vault { get; set; } = null!;

        public IMessageSender Sender { get; set; } = null!;

        public IPlatformPublisher Publisher { get; set; } = null!;

        public IPlatformAccounts Accounts { get; set; } = null!;

        public IPlatformLogin Login { get; set; } = null!;
    }
}
