using System.Text.Json.Serialization;
using Atlas.Core.Alerts;
using Atlas.Core.Analytics;
using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Idempotency;
using Atlas.Core.Media;
using Atlas.Core.Messaging;
using Atlas.Core.Operations;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Storage;

/// <summary>How rows are written: the documents of every typed store.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Workspace))]
[JsonSerializable(typeof(Channel))]
[JsonSerializable(typeof(MediaAsset))]
[JsonSerializable(typeof(MediaUpload))]
[JsonSerializable(typeof(MediaHashOwner))]
[JsonSerializable(typeof(Post))]
[JsonSerializable(typeof(PostContent))]
[JsonSerializable(typeof(Publication))]
[JsonSerializable(typeof(ChildStep))]
[JsonSerializable(typeof(NetworkLimit))]
[JsonSerializable(typeof(ChannelPace))]
[JsonSerializable(typeof(AccountOwner))]
[JsonSerializable(typeof(ApiKey))]
[JsonSerializable(typeof(ApiKeyOwner))]
[JsonSerializable(typeof(SigningKeyName))]
[JsonSerializable(typeof(KeptAnswer))]
[JsonSerializable(typeof(OutboxEntry))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(ZoneRenewal))]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(AlertReceiver))]
[JsonSerializable(typeof(LoginSession))]
[JsonSerializable(typeof(PendingConnection))]
[JsonSerializable(typeof(ChannelUpkeep))]
[JsonSerializable(typeof(ChannelActivity))]
[JsonSerializable(typeof(GrantMember))]
[JsonSerializable(typeof(OwnApp))]
[JsonSerializable(typeof(OwnAppOwner))]
[JsonSerializable(typeof(DeletionRequest))]
[JsonSerializable(typeof(WebhookReceipt))]
[JsonSerializable(typeof(OperatorSwitch))]
[JsonSerializable(typeof(IndexCheck))]
[JsonSerializable(typeof(RotatedApp))]
[JsonSerializable(typeof(DeliveryRollup))]
[JsonSerializable(typeof(KeyRetirement))]
public sealed partial class StoredJson : JsonSerializerContext;
