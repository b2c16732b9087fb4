using Atlas.Core.Alerts;
using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Clocks;
using Atlas.Core.Connections;
using Atlas.Core.Idempotency;
using Atlas.Core.Media;
using Atlas.Core.Media.Probing;
using Atlas.Core.Messaging;
using Atlas.Core.Outbound;
using Atlas.Core.Posts;
using Atlas.Core.Preflight;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Hosting;

internal static class CoreServices
{
    /// <summary>All that the core does. The ports come with the storage and the platforms.</summary>
    public static IServiceCollection AddAtlasCore(this IServiceCollection services) =>
        services
            .AddSingleton<CommandLedger>()
            .AddSingleton<PurgeExpired>()
            .AddSingleton<Outbox>()
            .AddSingleton<WorkHandler>()
            .AddSingleton<Authenticator>()
            .AddSingleton<ApiKeys>()
            .AddSingleton<CreateWorkspace>()
            .AddSingleton<WorkspaceSettings>()
            .AddSingleton<ChannelStore>()
            .AddSingleton<ChannelTokens>()
            .AddSingleton<ChannelPublications>()
            .AddSingleton<PlatformAccounts>()
            .AddSingleton<PlatformLogins>()
            .AddSingleton<PlatformApps>()
            .AddSingleton<AuditLog>()
            .AddSingleton<TokenStore>()
            .AddSingleton<UpkeepStore>()
            .AddSingleton<RefreshTokens>()
            .AddSingleton<KeepChannels>()
            .AddSingleton<ChannelActivities>()
            .AddSingleton<ConnectAccount>()
            .AddSingleton<ChannelEndings>()
            .AddSingleton<EndConnections>()
            .AddSingleton<OwnApps>()
            .AddSingleton<LoginSessions>()
            .AddSingleton<PendingConnections>()
            .AddSingleton<OpenAccounts>()
            .AddSingleton<ReturnAddresses>()
            .AddSingleton<StartLogin>()
            .AddSingleton<FinishLogin>()
            .AddSingleton<ChooseAccounts>()
            .AddSingleton<ReadLogins>()
            .AddSingleton<MetaApps>()
            .AddSingleton<MetaWebhooks>()
            .AddSingleton<MetaCallbacks>()
            .AddSingleton<WebhookReceipts>()
            .AddSingleton<CheckChannel>()
            .AddSingleton<ConnectChannel>()
            .AddSingleton<DisconnectChannel>()
            .AddSingleton<ReadChannels>()
            .AddSingleton<IMediaProber, MediaProber>()
            .AddSingleton<SigningKeys>()
            .AddSingleton<MediaLinks>()
            .AddSingleton<IMediaLinks>(provider => provider.GetRequiredService<MediaLinks>())
            .AddSingleton<MediaAssets>()
            .AddSingleton<MediaExpiry>()
            .AddSingleton<IImageRenditions, EmbeddedRenditions>()
            .AddSingleton<MediaPosters>()
            .AddSingleton<KeepMedia>()
            .AddSingleton<DeleteMedia>()
            .AddSingleton<DiscardUpload>()
            .AddSingleton<ResumableUploads>()
            .AddSingleton<PurgeMedia>()
            .AddSingleton<ImportMedia>()
            .AddSingleton<IHostResolver, SystemHostResolver>()
            .AddSingleton<EgressGuard>()
            .AddSingleton<IMediaReach, MediaReach>()
            .AddSingleton<MediaLibrary>()
            .AddSingleton<MediaUploads>()
            .AddSingleton<ReceiveMedia>()
            .AddSingleton<FetchMedia>()
            .AddSingleton<PostStore>()
            .AddSingleton<QuotaForecast>()
            .AddSingleton<PreflightPublication>()
            .AddSingleton<PreflightDue>()
            .AddSingleton<PostInspection>()
            .AddSingleton<PostCommands>()
            .AddSingleton<PublicationNudge>()
            .AddSingleton<CreatePost>()
            .AddSingleton<UpdatePost>()
            .AddSingleton<SchedulePost>()
            .AddSingleton<CancelPost>()
            .AddSingleton<ReadPosts>()
            .AddSingleton<PostTimeline>()
            .AddSingleton<ValidatePost>()
            .AddSingleton<ReadPublications>()
            .AddSingleton<DecidePublication>()
            .AddSingleton<ChangeLivePost>()
            .AddSingleton(_ => WallClock.Rules)
            .AddSingleton<RenewSchedule>()
            .AddSingleton<RenewSchedules>()
            .AddSingleton<PublicationAlerts>()
            .AddSingleton<OverdueWatch>()
            .AddSingleton<WorkspaceAlerts>()
            .AddSingleton<DeliverAlert>()
            .AddSingleton<ClockWatch>()
            .AddSingleton<CheckClock>()
            .AddSingleton<StorageMeter>()
            .AddSingleton<DueIndex>()
            .AddSingleton<PublicationStore>()
            .AddSingleton<PublicationMoves>()
            .AddSingleton<PublicationLedger>()
            .AddSingleton<PublishingMeter>()
            .AddSingleton<PlatformPublishers>()
            .AddSingleton<PublishWorkAssembly>()
            .AddSingleton<TokenRefusals>()
            .AddSingleton<LookAlikes>()
            .AddSingleton<PlatformStep>()
            .AddSingleton<VisibleCall>()
            .AddSingleton<PublicationSteps>()
            .AddSingleton<ReconcilePublication>()
            .AddSingleton<AdvancePublication>()
            .AddSingleton<ChildStepStore>()
            .AddSingleton<ChildCall>()
            .AddSingleton<LiveChangeStep>()
            .AddSingleton<AdvanceChildStep>()
            .AddSingleton<SweepDue>();
}
