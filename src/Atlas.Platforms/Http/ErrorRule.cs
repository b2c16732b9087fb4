using Atlas.Core.Platforms;

namespace Atlas.Platforms.Http;

/// <summary>What one of a network's documented errors asks of us.</summary>
/// <param name="Message">A sentence for a person: what happened.</param>
/// <param name="NextStep">What the person can do, or what happens by itself.</param>
/// <param name="Source">The page that documents the error.</param>
/// <param name="Delay">How long to leave it alone, where that is known.</param>
/// <param name="MaybeLive">Whether a call that was answered like this may have taken effect all the same.</param>
/// <param name="StartAgain">Whether what was prepared is of no use any more.</param>
/// <param name="IsPermission">Of <see cref="RefusalClass.Reconnect"/>: the token is good and lacks something, so other calls may pass.</param>
/// <param name="Limit">Of <see cref="RefusalClass.RateLimited"/>: what else meets the limit.</param>
internal sealed record ErrorRule(
    RefusalClass Class,
    string Message,
    string NextStep,
    string Source,
    TimeSpan? Delay = null,
    bool MaybeLive = false,
    bool StartAgain = false,
    bool IsPermission = false,
    LimitReach Limit = default
)
{
    /// <summary>Whether the network does not take the token any more, for whichever call.</summary>
    public bool IsDeadToken => Class == RefusalClass.Reconnect && !IsPermission;
}

/// <summary>An error as a network's answer states it.</summary>
/// <param name="Code">The network's own, for the person who looks it up.</param>
/// <param name="Told">The network's own words, where they are fit for a person. Never holds a token.</param>
/// <param name="Rule">Null where no page documents the code.</param>
/// <param name="RetryAfter">As the answer states it.</param>
/// <param name="Limit">As the answer states it, where that is more than the rule knows.</param>
internal sealed record NetworkError(
    string Code,
    string? Told,
    ErrorRule? Rule,
    TimeSpan? RetryAfter = null,
    LimitReach? Limit = null
);
