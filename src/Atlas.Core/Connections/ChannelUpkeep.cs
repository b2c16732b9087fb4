using System.Text.Json.Serialization;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;

namespace Atlas.Core.Connections;

/// <summary>
/// What keeps one channel's connection alive: the short-lived access token under a seal, who is refreshing it, how its webhook
/// subscription stands, and when to look again. The tokens that last are in the vault.
/// </summary>
[StoredData(
    DataSubject.AccountOwner,
    "To keep the connection of an account alive and to say how it is.",
    "As long as the connection.",
    "When the channel is disconnected.",
    Exported = false
)]
public sealed record ChannelUpkeep
{
    /// <summary>As <see cref="Channel.Generation"/>: of an older connection nothing here counts.</summary>
    public required int Generation { get; init; }

    /// <summary>When the next visit is due; the entry of the index stands there too.</summary>
    public required DateTimeOffset VisitAt { get; init; }

    /// <summary>Tokens that are newer than the vault's, encrypted: most often only the access token.</summary>
    [StoredData(
        DataSubject.AccountOwner,
        "To call the network without asking the vault. Encrypted by a key that the vault holds.",
        "Until the next refresh.",
        "When the channel is disconnected.",
        Exported = false
    )]
    public byte[]? Sealed { get; init; }

    /// <summary>Whether <see cref="Sealed"/> has long-lived tokens that the vault could not take yet.</summary>
    public bool VaultBehind { get; init; }

    /// <summary>Of the newest tokens known here.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    public DateTimeOffset? AccessExpiresAt { get; init; }

    /// <summary>Null where nothing is to be refreshed.</summary>
    public DateTimeOffset? RefreshAt { get; init; }

    /// <summary>Who asks the network for new tokens right now. One that has run out is of a process that died in the middle.</summary>
    public UpkeepLease? Lease { get; init; }

    public DateTimeOffset? LastAttemptAt { get; init; }

    public DateTimeOffset? LastRefreshedAt { get; init; }

    /// <summary>Attempts in a row that brought nothing.</summary>
    public int Failures { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Whether an earlier refresh may have taken effect without its answer having reached us.</summary>
    public bool AnswerLost { get; init; }

    public UpkeepProblem? LastProblem { get; init; }

    /// <summary>The last of 7, 3 and 1 days before the end of the consent at which the owner was told.</summary>
    public int? WarnedDays { get; init; }

    public WebhookStanding? Webhook { get; init; }
}

public sealed record UpkeepLease(Guid Attempt, DateTimeOffset Until);

public sealed record UpkeepProblem(string Code, string Message, string NextStep, string? Source, DateTimeOffset At)
{
    public static UpkeepProblem Of(PlatformProblem problem, DateTimeOffset at) =>
        new(problem.Code, problem.Message, problem.NextStep, problem.Source, at);
}

public sealed record WebhookStanding(WebhookState State, IReadOnlyList<string> Fields, string? Message, DateTimeOffset CheckedAt);

[JsonConverter(typeof(CamelCaseEnumConverter<WebhookState>))]
public enum WebhookState
{
    /// <summary>Not looked at yet.</summary>
    Pending,
    Subscribed,

    /// <summary>The network has none, or the login offers none.</summary>
    NotOffered,
    Failed,
}
