namespace Atlas.EndToEnd.Networks;

/// <summary>What can go wrong between the app and a network, as far as the app reacts to it in a way of its own.</summary>
public enum ErrorClass
{
    /// <summary>The post is live and the answer that says so never comes.</summary>
    LostAnswer,

    /// <summary>The connection breaks before the call that makes the post visible has taken effect.</summary>
    CutBeforeEffect,

    /// <summary>Too many calls in a short time.</summary>
    RateLimit,

    /// <summary>The budget of posts or of a day is used up.</summary>
    Quota,

    /// <summary>The token ends before its time.</summary>
    DeadToken,

    /// <summary>A permission is missing, or the account may not post.</summary>
    MissingPermission,

    /// <summary>The network documents that it does not take this content.</summary>
    ContentRefused,

    /// <summary>A server error on a call that only prepares the post.</summary>
    ServerFaultInPreparation,

    /// <summary>The network has the file and fails to process it.</summary>
    ProcessingFailed,
}
