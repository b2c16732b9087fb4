using System.Text.Json.Serialization;
using Atlas.Core.Alerts;
using Atlas.Core.Channels;
using Atlas.Core.Operations;

namespace Atlas.Core.Messaging;

/// <summary>Work that follows a change and reaches beyond its batch. It may be done twice: every handler is safe to repeat.</summary>
[JsonDerivedType(typeof(PurgeToken), "purgeToken")]
[JsonDerivedType(typeof(ReleasePublications), "releasePublications")]
[JsonDerivedType(typeof(ResumePublications), "resumePublications")]
[JsonDerivedType(typeof(VisitChannel), "visitChannel")]
[JsonDerivedType(typeof(EndConnection), "endConnection")]
[JsonDerivedType(typeof(PurgePending), "purgePending")]
[JsonDerivedType(typeof(EchoProbe), "echoProbe")]
[JsonDerivedType(typeof(DeliverAlert), "deliverAlert")]
[JsonDerivedType(typeof(Sweep), "sweep")]
[JsonDerivedType(typeof(CheckIndexes), "checkIndexes")]
[JsonDerivedType(typeof(PurgeReceiver), "purgeReceiver")]
[JsonDerivedType(typeof(RetireKeys), "retireKeys")]
public abstract record WorkItem
{
    /// <summary>Takes a token out of the vault.</summary>
    public sealed record PurgeToken(string TokenName) : WorkItem;

    /// <summary>Takes what is still to go out on a disconnected channel off its way.</summary>
    /// <param name="Generation">The connection that ended: nothing is taken from a later one.</param>
    public sealed record ReleasePublications(Id<Channel> ChannelId, int Generation, ReleaseMode Mode) : WorkItem;

    /// <summary>Lets what waits for a channel to be connected again go on.</summary>
    public sealed record ResumePublications(Id<Channel> ChannelId) : WorkItem;

    /// <summary>Looks after a channel at once: subscribes it, refreshes what is due.</summary>
    public sealed record VisitChannel(Id<Channel> ChannelId) : WorkItem;

    /// <summary>Ends a connection at the network and purges what is left of it here.</summary>
    /// <param name="Connection">The channel as it was connected: its row has forgotten how by now.</param>
    /// <param name="Revoke">Whether the network is told. Not where it was the network that told us.</param>
    public sealed record EndConnection(Channel Connection, bool Revoke, string Actor, int Attempt = 0) : WorkItem;

    /// <summary>Takes the key to the tokens of a pending connection out of the vault.</summary>
    public sealed record PurgePending(string KeyName, string Marker) : WorkItem;

    /// <summary>Tells the workspace's receiver of an alert.</summary>
    public sealed record DeliverAlert(Id<Alert> AlertId, int Attempt = 0) : WorkItem;

    /// <summary>Takes the address of a receiver out of the vault, unless it is the workspace's current one.</summary>
    public sealed record PurgeReceiver(string SecretName) : WorkItem;

    /// <summary>Writes a row that the set-up check waits for.</summary>
    public sealed record EchoProbe(string Probe) : WorkItem;

    /// <summary>Carries on what is due without waiting for the minute's sweep.</summary>
    public sealed record Sweep : WorkItem;

    /// <summary>Goes on with a check of indexes.</summary>
    public sealed record CheckIndexes(Id<IndexCheck> CheckId) : WorkItem;

    /// <summary>Seals anew what earlier keys have sealed, and purges the keys that nothing is sealed with any more.</summary>
    public sealed record RetireKeys : WorkItem;
}

[JsonConverter(typeof(CamelCaseEnumConverter<ReleaseMode>))]
public enum ReleaseMode
{
    Cancel,

    /// <summary>Waits, with its reason, until the account is connected again.</summary>
    Park,
}
