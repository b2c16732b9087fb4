using Atlas.Core.Platforms;
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

    /// <summary>Who has connected the account, in whichever workspaces.</summary>
    internal static async ValueTask<IEnumerable<AccountOwner>> ListAsync(
        IRowStore rows,
        Platform platform,
        string accountId,
        CancellationToken cancellationToken
    )
    {
        var page = await rows.ReadRangeAsync(
            SystemKeys.Accounts(platform.ToName()),
            RowRange.StartingWith($"{WorkspaceKeys.Escape(accountId)}:"),
            RowLimits.MaxPage,
            cancellationToken
        );
        return page.Rows.Select(row => row.As(StoredJson.Default.AccountOwner).Value);
    }

    /// <summary>The row that leads from the account to its channel without naming a workspace, for <see cref="SystemKeys.Accounts"/>.</summary>
    internal static RowWrite LookUp(Channel channel) =>
        RowWrite.Upsert(
            SystemKeys.Account(channel.AccountId, channel.WorkspaceId),
            Of(channel).ToRow(StoredJson.Default.AccountOwner)
        );
}
