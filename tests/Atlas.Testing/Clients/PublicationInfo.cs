namespace Atlas.Testing.Clients;

/// <summary>A publication as the API shows it.</summary>
public sealed record PublicationInfo(
    string Id,
    string PostId,
    string ChannelId,
    string Platform,
    string State,
    DateTimeOffset? DueAt,
    DateTimeOffset? PublishedAt,
    string? PlatformPostId,
    string? Permalink,
    int Attempts,
    WaitingInfo? Waiting,
    FailureInfo? Failure
);

public sealed record WaitingInfo(string Reason, string Message, DateTimeOffset? Until);

public sealed record FailureInfo(string Class, string Code, string Message, string NextStep, string? Source = null);
