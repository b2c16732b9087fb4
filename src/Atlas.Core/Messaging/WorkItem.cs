using System.Text.Json.Serialization;
using Atlas.Core.Channels;

namespace Atlas.Core.Messaging;

/// <summary>Work that follows a change and reaches beyond its batch. It may be done twice: every handler is safe to repeat.</summary>
[JsonDerivedType(typeof(PurgeToken), "purgeToken")]
[JsonDerivedType(typeof(ReleasePublications), "releasePublications")]
[JsonDerivedType(typeof(ResumePublications), "resumePublications")]
public abstract record WorkItem
{
    /// <summary>Takes a token out of the vault.</summary>
    public sealed record PurgeToken(string TokenName) : WorkItem;

    /// <summary>Takes what is still to go out on a disconnected channel off its way.</summary>
    /// <param name="Generation">The connection that ended: nothing is taken from a later one.</param>
    public sealed record ReleasePublications(Id<Channel> ChannelId, int Generation, ReleaseMode Mode) : WorkItem;

    /// <summary>Lets what waits for a channel to be connected again go on.</summary>
    public sealed record ResumePublications(Id<Channel> ChannelId) : WorkItem;
}

[JsonConverter(typeof(CamelCaseEnumConverter<ReleaseMode>))]
public enum ReleaseMode
{
    Cancel,

    /// <summary>Waits, with its reason, until the account is connected again.</summary>
    Park,
}
