using System.Text.Json;
using System.Text.Json.Serialization;
using Atlas.Core.Platforms;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Alerts;

/// <summary>What a receiver is told, in the shape of the Standard Webhooks specification.</summary>
/// <param name="Type"><c>alert.missed</c> and so on by the alert's kind, or <c>alert.test</c>.</param>
/// <param name="Timestamp">When it was raised.</param>
public sealed record AlertMessage(string Type, DateTimeOffset Timestamp, AlertMessageData Data)
{
    internal static AlertMessage Of(Alert alert) =>
        new(
            $"alert.{JsonNamingPolicy.CamelCase.ConvertName(alert.Kind.ToString())}",
            alert.At,
            new AlertMessageData(
                alert.WorkspaceId,
                alert.Message,
                alert.Id.ToString(),
                alert.PublicationId.ToString(),
                alert.ChannelId.ToString(),
                alert.Platform.ToName(),
                alert.DueAt
            )
        );

    internal static AlertMessage Test(Id<Workspace> workspace, DateTimeOffset now) =>
        new("alert.test", now, new AlertMessageData(workspace, "This is a test: alerts of the workspace arrive here."));

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, AlertMessageJson.Default.AlertMessage);
}

/// <param name="Message">What happened and what to do.</param>
public sealed record AlertMessageData(
    Id<Workspace> WorkspaceId,
    string Message,
    string? AlertId = null,
    string? PublicationId = null,
    string? ChannelId = null,
    string? Platform = null,
    DateTimeOffset? DueAt = null
);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(AlertMessage))]
internal sealed partial class AlertMessageJson : JsonSerializerContext;
