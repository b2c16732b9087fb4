using System.Text.Json.Serialization;

namespace Atlas.Core.Scheduling;

/// <summary>What happens to a post that could not go out at its time.</summary>
/// <param name="After">How late is late. Up to this the post goes out as if nothing had been.</param>
public sealed record LatePolicy(LateAction Action, TimeSpan After)
{
    /// <summary>No timer wakes at its very instant: a post that is taken up this soon after it is on time.</summary>
    private static readonly TimeSpan s_onTime = TimeSpan.FromSeconds(5);

    /// <summary>Publishes however late it is.</summary>
    public static LatePolicy Default { get; } = new(LateAction.Publish, TimeSpan.Zero);

    /// <summary>Whether a post due at <paramref name="dueAt"/> may no longer go out by itself.</summary>
    public bool Stops(DateTimeOffset dueAt, DateTimeOffset now) => Action != LateAction.Publish && now - dueAt > Grace;

    /// <summary>The first instant at which <see cref="Stops"/> holds; null for never.</summary>
    public DateTimeOffset? StopsAt(DateTimeOffset dueAt) =>
        Action == LateAction.Publish ? null : dueAt + Grace + TimeSpan.FromMilliseconds(1);

    private TimeSpan Grace => After > s_onTime ? After : s_onTime;
}

[JsonConverter(typeof(CamelCaseEnumConverter<LateAction>))]
public enum LateAction
{
    Publish,

    /// <summary>Becomes missed and keeps its content until a person publishes or cancels it.</summary>
    Hold,

    /// <summary>Becomes missed for good.</summary>
    Skip,
}
