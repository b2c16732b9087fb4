using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Threads;

/// <summary>A profile with the quotas that the network keeps of it.</summary>
internal sealed class ThreadsAccount(string id, string username) : NetworkAccount(ThreadsNetwork.Name, id, username)
{
    public required PublishQuota Posts24 { get; init; }

    public required PublishQuota Replies24 { get; init; }

    public required PublishQuota Deletions24 { get; init; }
}
