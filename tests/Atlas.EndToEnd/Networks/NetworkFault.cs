using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Networks;

/// <summary>One thing that goes wrong once, and what has to come of it.</summary>
/// <param name="Fault">With the operation that it strikes.</param>
/// <param name="Format">Of the post that meets it.</param>
/// <param name="End">What becomes of the publication.</param>
internal sealed record NetworkFault(Fault Fault, string Format, FaultEnd End)
{
    /// <summary>Part of the code that a person sees with the words, where it ends in a failure or waits for a person.</summary>
    public string? Code { get; init; }
}

internal enum FaultEnd
{
    /// <summary>Live once, without anybody's help.</summary>
    Published,

    /// <summary>Waits, says why, and has not posted.</summary>
    WaitsForLimit,

    /// <summary>Waits until a person connects the account again, and is live once then.</summary>
    Reconnect,

    /// <summary>As the app has a refresh token or not: live without help, or after a person has connected again.</summary>
    PublishedOrReconnect,

    /// <summary>Live, but the network can't be asked: a person says so.</summary>
    DecisionOnLivePost,

    /// <summary>Not live, but the network can't be asked: a person says so.</summary>
    DecisionWithoutPost,

    /// <summary>Never live: failed for good, with the network's document named.</summary>
    Rejected,
}
