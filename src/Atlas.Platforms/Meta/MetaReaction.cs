using Atlas.Core.Platforms;

namespace Atlas.Platforms.Meta;

/// <summary>What an error code asks of us.</summary>
internal enum MetaReaction
{
    /// <summary>Temporary: the same call may work later.</summary>
    Retry,

    /// <summary>A limit: wait until it opens.</summary>
    Wait,

    /// <summary>The token is dead.</summary>
    Reconnect,

    /// <summary>A permission or the state of the account: a person has to act there.</summary>
    Permission,

    /// <summary>The content will never be taken.</summary>
    Content,

    /// <summary>The container is of no use any more: prepare again.</summary>
    NewContainer,

    /// <summary>The container is not ready yet: look again.</summary>
    NotReady,

    /// <summary>The write may have happened in spite of the error.</summary>
    Check,

    /// <summary>The app at Meta, or this installation, is set up wrongly.</summary>
    Configuration,
}

/// <param name="Delay">How long to leave it alone, where that is known.</param>
/// <param name="MaybeLive">Whether a publish call that was answered like this may have happened.</param>
/// <param name="Limit">Of <see cref="MetaReaction.Wait"/>: what else meets the limit.</param>
internal sealed record MetaRule(
    MetaReaction Reaction,
    string Message,
    string NextStep,
    string Source,
    TimeSpan? Delay = null,
    bool MaybeLive = false,
    LimitReach Limit = default
);
