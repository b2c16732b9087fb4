using System.Text.Json.Serialization;

namespace Atlas.Core.Platforms;

/// <summary>What came of a step.</summary>
public abstract record StepAnswer
{
    private StepAnswer() { }

    /// <summary>What the network's answer told about the call, for the timeline. Holds no secrets.</summary>
    public PlatformCall? Call { get; init; }

    /// <summary>Done; the next step can follow at once.</summary>
    public sealed record Continue(string Cursor) : StepAnswer;

    /// <summary>The network works on it: look again after <paramref name="Delay"/>.</summary>
    public sealed record Wait(TimeSpan Delay, string Cursor, string Reason) : StepAnswer;

    /// <summary>All that can be done before the due instant is done, and holds until <paramref name="ValidUntil"/>.</summary>
    public sealed record Ready(string Cursor, DateTimeOffset ValidUntil) : StepAnswer;

    /// <summary>It is live.</summary>
    /// <param name="PublishedAt">By the network's clock, where it says.</param>
    public sealed record Done(string PlatformPostId, string? Permalink, DateTimeOffset? PublishedAt, string? Cursor) : StepAnswer;

    /// <summary>Nothing happened, and the network says why.</summary>
    /// <param name="Cursor">From where a next attempt starts; null starts the preparation again.</param>
    public sealed record Refused(RefusalClass Class, PlatformProblem Problem, string? Cursor, DateTimeOffset? RetryAt = null)
        : StepAnswer
    {
        /// <summary>Of <see cref="RefusalClass.RateLimited"/>: what else meets the same limit, and need not find out by itself.</summary>
        public LimitReach Limit { get; init; }
    }

    /// <summary>Nobody knows whether it happened: a time-out, a cut connection, a server error after the body was sent.</summary>
    public sealed record Unknown(PlatformProblem Problem) : StepAnswer
    {
        /// <summary>No answer was lost: the network has taken it and makes it live by itself. Only reads may follow.</summary>
        public bool IsAccepted { get; init; }
    }
}

public enum RefusalClass
{
    /// <summary>May succeed when tried again.</summary>
    Transient,

    /// <summary>A rate limit or quota: waits, and uses up no attempt.</summary>
    RateLimited,

    /// <summary>The token is dead or lacks a permission: a person has to connect the channel again. Waits, and uses up no attempt.</summary>
    Reconnect,

    /// <summary>The content or the account breaks a rule: trying again cannot help.</summary>
    Rejected,
}

/// <param name="Code">The network's own code, as <c>36003/2207009</c>, or ours where it gave none.</param>
/// <param name="Message">A sentence for a person.</param>
/// <param name="NextStep">What the person can do about it.</param>
/// <param name="Source">The document section that explains the code.</param>
public sealed record PlatformProblem(string Code, string Message, string NextStep, string? Source);

/// <summary>One call as the timeline shows it.</summary>
/// <param name="Operation">Such as <c>POST /{ig}/media_publish</c>: ids and tokens left out.</param>
/// <param name="RequestId">The network's trace id.</param>
/// <param name="Usage">Rate headers that mattered, shortened.</param>
/// <param name="Headers">Of the answer, those that tell about limits and trace ids; no others, and each cut short.</param>
public sealed record PlatformCall(
    string Operation,
    int? Status,
    TimeSpan Duration,
    string? RequestId,
    string? Usage,
    IReadOnlyDictionary<string, string>? Headers = null
)
{
    /// <summary>The budget that the answer's headers tell of; null where they tell of none. It goes stale at once, so it is not kept.</summary>
    [JsonIgnore]
    public CallBudget? Budget { get; init; }
}
