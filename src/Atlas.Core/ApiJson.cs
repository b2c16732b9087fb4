using System.Text.Json.Serialization;
using Atlas.Core.Alerts;
using Atlas.Core.Analytics;
using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Media;
using Atlas.Core.Posts;
using Atlas.Core.Problems;
using Atlas.Core.Workspaces;

namespace Atlas.Core;

/// <summary>How the API's bodies are read and written. A field without a value is written as null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(CreateWorkspaceRequest))]
[JsonSerializable(typeof(UpdateWorkspaceRequest))]
[JsonSerializable(typeof(CreateApiKeyRequest))]
[JsonSerializable(typeof(WorkspaceView))]
[JsonSerializable(typeof(WorkspaceListView))]
[JsonSerializable(typeof(WorkspaceCreatedView))]
[JsonSerializable(typeof(ApiKeyView))]
[JsonSerializable(typeof(ApiKeyListView))]
[JsonSerializable(typeof(ConnectChannelRequest))]
[JsonSerializable(typeof(UpdateChannelRequest))]
[JsonSerializable(typeof(ChannelView))]
[JsonSerializable(typeof(DisconnectPreview))]
[JsonSerializable(typeof(ChannelListView))]
[JsonSerializable(typeof(ChannelHealthView))]
[JsonSerializable(typeof(StartLoginRequest))]
[JsonSerializable(typeof(StartedLoginView))]
[JsonSerializable(typeof(ConnectionView))]
[JsonSerializable(typeof(ChooseAccountsRequest))]
[JsonSerializable(typeof(ConnectedChannelsView))]
[JsonSerializable(typeof(LoginListView))]
[JsonSerializable(typeof(SetAppRequest))]
[JsonSerializable(typeof(AppView))]
[JsonSerializable(typeof(AuditListView))]
[JsonSerializable(typeof(AlertView))]
[JsonSerializable(typeof(AlertListView))]
[JsonSerializable(typeof(SetAlertReceiverRequest))]
[JsonSerializable(typeof(AlertReceiverView))]
[JsonSerializable(typeof(TestedReceiverView))]
[JsonSerializable(typeof(SentAgainView))]
[JsonSerializable(typeof(CreateUploadRequest))]
[JsonSerializable(typeof(UpdateMediaRequest))]
[JsonSerializable(typeof(ImportMediaRequest))]
[JsonSerializable(typeof(MediaView))]
[JsonSerializable(typeof(MediaListView))]
[JsonSerializable(typeof(UploadTicketView))]
[JsonSerializable(typeof(UploadTicket))]
[JsonSerializable(typeof(CreatePostRequest))]
[JsonSerializable(typeof(UpdatePostRequest))]
[JsonSerializable(typeof(SchedulePostRequest))]
[JsonSerializable(typeof(ResolvePublicationRequest))]
[JsonSerializable(typeof(EditPublicationRequest))]
[JsonSerializable(typeof(PostView))]
[JsonSerializable(typeof(PostListView))]
[JsonSerializable(typeof(ValidationView))]
[JsonSerializable(typeof(TimelineView))]
[JsonSerializable(typeof(PublicationListView))]
[JsonSerializable(typeof(PublicationDetailView))]
[JsonSerializable(typeof(DeliveryView))]
public sealed partial class ApiJson : JsonSerializerContext;

/// <summary>How problems are written: what there is nothing to say about is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Problem))]
public sealed partial class ProblemJson : JsonSerializerContext;
