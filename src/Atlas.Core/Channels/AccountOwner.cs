using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Channels;

/// <summary>Leads from a network's account to the channel that connects it in one workspace.</summary>
[StoredData(
    DataSubject.AccountOwner,
    "To find the channel of an account that a network tells about.",
    "As long as the channel.",
    "With the channel."
)]
public sealed record AccountOwner(Id<Workspace> WorkspaceId, Id<Channel> ChannelId)
{
    public static AccountOwner Of(Channel channel) => new(channel.WorkspaceId, channel.Id);

    /// <summary>The row that leads from the account to its channel without naming a workspace, for <see cref="SystemKeys.Accounts"/>.</summary>
    internal static RowWrite LookUp(Channel channel) =>
        RowWrite.Upsert(
            SystemKeys.Account(channel.AccountId, channel.WorkspaceId),
            Of(channel).ToRow(StoredJson.Default.AccountOwner)
        );
}
