using System.Text.Json.Serialization;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Alerts;

/// <summary>Something that a person has to know of, and may have to act on.</summary>
[StoredData(
    DataSubject.Workspace,
    "To tell people in time that a post did not go out as planned.",
    "As long as the workspace.",
    "With the workspace."
)]
public sealed record Alert
{
    public required Id<Alert> Id { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required AlertKind Kind { get; init; }

    public required Id<Publication> PublicationId { get; init; }

    public required Id<Channel> ChannelId { get; init; }

    public required Platform Platform { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What happened and what to do.</summary>
    public required string Message { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>The id of the key by which it was acknowledged.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>Null while nobody has tried to send it: there was no receiver, or it is about to be.</summary>
    public AlertDelivery? Delivery { get; init; }
}

[JsonConverter(typeof(CamelCaseEnumConverter<AlertKind>))]
public enum AlertKind
{
    /// <summary>Its time and the grace behind it have passed, and it is not live.</summary>
    Overdue,

    /// <summary>Its late policy kept it from going out.</summary>
    Missed,
    Failed,

    /// <summary>It waits for its channel to be connected again.</summary>
    Reconnect,

    /// <summary>It may be live, and the network can't be asked: a person looks.</summary>
    Decision,

    /// <summary>The post is live, and what was to follow it is not: its first comment, a thread's part, a change that was asked for.</summary>
    FollowUp,
}
