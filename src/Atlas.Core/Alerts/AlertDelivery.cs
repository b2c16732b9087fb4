namespace Atlas.Core.Alerts;

/// <summary>How far an alert has come on its way to the workspace's receiver.</summary>
/// <param name="Attempts">Those that have ended.</param>
/// <param name="NextAttemptAt">Null where it is over, one way or the other.</param>
/// <param name="Problem">What went wrong last, for a person.</param>
public sealed record AlertDelivery(
    int Attempts,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? GivenUpAt,
    string? Problem
)
{
    internal bool IsOver => DeliveredAt is not null || GivenUpAt is not null;
}
