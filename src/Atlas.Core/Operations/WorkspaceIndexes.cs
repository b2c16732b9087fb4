using System.Text;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Operations;

/// <summary>
/// Sees whether the rows of a workspace that lead to others do, and those that should be led to are. What people change
/// meanwhile is no finding, and a repair names the version that it was decided on.
/// </summary>
public sealed class WorkspaceIndexes(IRowStore rows, PublicationStore publications, DueIndex dueIndex, TimeProvider time)
{
    private const int IdLength = 32;

    /// <summary>Ranges of a workspace's partition, in the order in which they are walked.</summary>
    internal static IReadOnlyList<string> Ranges { get; } =
    [
        "pub:",
        WorkspaceKeys.IndexOf(PublicationGroup.Open),
        WorkspaceKeys.IndexOf(PublicationGroup.Attention),
        WorkspaceKeys.IndexOf(PublicationGroup.Done),
        "live:",
        WorkspaceKeys.Channels,
        "acct:",
    ];

    internal async Task<IndexPage> CheckAsync(
        Id<Workspace> workspace,
        int range,
        string? after,
        int limit,
        bool repair,
        CancellationToken cancellationToken
    )
    {
        var all = RowRange.StartingWith(Ranges[range]);
        var page = await rows.ReadRangeAsync(
            WorkspaceKeys.Partition(workspace),
            after is null ? all : all.AfterKey(after),
            limit,
            cancellationToken
        );
        var walk = new Walk(workspace, repair, cancellationToken);
        foreach (var row in page.Rows)
        {
            try
            {
                await CheckRowAsync(walk, range, row);
            }
            catch (Exception ex) when (IsUnreadable(ex))
            {
                walk.Add(
                    "row.unreadable",
                    row.Key,
                    $"The row, or one that it leads to, can't be read: {ex.GetType().Name}.",
                    null
                );
            }
        }

        return new IndexPage(page.Rows.Count, walk.Findings, page.HasMore ? page.Rows[^1].Key : null);
    }

    /// <summary>What a row throws that is no document of its type.</summary>
    internal static bool IsUnreadable(Exception exception) =>
        exception is JsonException or FormatException or NotSupportedException or InvalidDataException or ArgumentException;

    private Task CheckRowAsync(Walk walk, int range, Row row) =>
        Ranges[range] switch
        {
            "pub:" => CheckPublicationAsync(walk, row.As(StoredJson.Default.Publication)),
            "live:" => CheckOwnerAsync(walk, row),
            WorkspaceKeys.Channels => CheckChannelAsync(walk, row.As(StoredJson.Default.Channel).Value),
            "acct:" => CheckAccountAsync(walk, row),
            _ => CheckPlaceAsync(walk, row),
        };

    private async Task CheckPublicationAsync(Walk walk, Versioned<Publication> found)
    {
        var publication = found.Value;
        var place = PublicationRows.IndexKey(publication);
        if (await ReadAsync(walk, place) is null && await IsStillAsync(walk, found))
        {
            List<RowWrite> batch = [];
            PublicationRows.Replace(batch, found, publication);
            batch.Add(RowWrite.Upsert(place, PublicationPlace.DataOf(publication)));
            await FindAsync(walk, "index.missing", place, "A publication is in no list of its workspace.", batch);
            found = await ReadPublicationAsync(walk, publication.Id) ?? found;
        }

        await CheckDueAsync(walk, found);
        if (
            publication is { State: PublicationState.Published or PublicationState.Removed, PlatformPostId: not null }
            && PublicationRows.LiveKey(publication) is var live
        )
        {
            if (await ReadAsync(walk, live) is not { } owner)
            {
                RowWrite[] batch = [RowWrite.Insert(live, Encoding.UTF8.GetBytes(publication.Id.ToString()))];
                await FindAsync(walk, "live.missing", live, "A live post is claimed by no publication.", batch);
            }
            else if (OwnerOf(owner) != publication.Id)
            {
                // Two say that they are one post. Which of them is right only a person who sees the account can say.
                walk.Add("live.otherOwner", live, $"Publication {publication.Id} says that it is this post, too.", null);
            }
        }
    }

    private async Task CheckDueAsync(Walk walk, Versioned<Publication> found)
    {
        var publication = found.Value;
        if (publication.State.IsSettled() || publication.DueAt is null || publication.Waiting?.Reason == WaitReason.Decision)
        {
            return;
        }

        var now = time.GetUtcNow();
        var entry = DueEntry.Of(publication, now);
        if (await dueIndex.LeadsToAsync(publication, now, walk.CancellationToken) || !await IsStillAsync(walk, found))
        {
            return;
        }

        bool? repaired = null;
        if (walk.Repair)
        {
            await dueIndex.AddAsync([entry], walk.CancellationToken);
            repaired = true;
        }

        walk.Add("due.missing", entry.Key, "Nothing would start a publication that is to go out.", repaired);
    }

    /// <summary>A row of a list: does its publication stand there?</summary>
    private async Task CheckPlaceAsync(Walk walk, Row row)
    {
        if (row.Key.Length < IdLength)
        {
            walk.Add("row.unreadable", row.Key, "A row of a list names no publication.", null);
            return;
        }

        if (
            Id<Publication>.TryParse(row.Key[^IdLength..], out var id)
            && await ReadPublicationAsync(walk, id) is { Value: var publication }
            && PublicationRows.IndexKey(publication) == row.Key
        )
        {
            return;
        }

        if (await ReadAsync(walk, row.Key) is { } still && still.ETag == row.ETag)
        {
            RowWrite[] batch = [RowWrite.Delete(row.Key, row.ETag)];
            await FindAsync(walk, "index.stray", row.Key, "A list leads to a publication that isn't there.", batch);
        }
    }

    /// <summary>A row that says whose a live post is. One whose publication is gone stays: it still keeps others from claiming the post.</summary>
    private async Task CheckOwnerAsync(Walk walk, Row row)
    {
        if (
            OwnerOf(row) is { } owner
            && await ReadPublicationAsync(walk, owner) is { Value: var publication }
            && (publication.PlatformPostId is null || PublicationRows.LiveKey(publication) != row.Key)
        )
        {
            RowWrite[] batch = [RowWrite.Delete(row.Key, row.ETag)];
            await FindAsync(
                walk,
                "live.stray",
                row.Key,
                $"A live post is claimed for publication {owner}, which is another post or none.",
                batch
            );
        }
    }

    private async Task CheckChannelAsync(Walk walk, Channel channel)
    {
        if (channel.State == ChannelState.Disconnected)
        {
            return;
        }

        var owner = new AccountOwner(channel.WorkspaceId, channel.Id).ToRow(StoredJson.Default.AccountOwner);
        var account = WorkspaceKeys.Account(channel.Platform, channel.AccountId);
        if (await ReadAsync(walk, account) is null)
        {
            RowWrite[] batch = [RowWrite.Insert(account, owner)];
            await FindAsync(walk, "account.missing", account, $"Nothing leads from its account to channel {channel.Id}.", batch);
        }

        var (partition, key) = (
            SystemKeys.Accounts(channel.Platform.ToName()),
            SystemKeys.Account(channel.AccountId, channel.WorkspaceId)
        );
        if (await rows.ReadAsync(partition, key, walk.CancellationToken) is not null)
        {
            return;
        }

        bool? repaired = null;
        if (walk.Repair)
        {
            repaired = (await rows.WriteAsync(partition, [RowWrite.Insert(key, owner)], walk.CancellationToken)).Succeeded;
        }

        walk.Add("lookup.missing", key, $"What the network tells of the account does not reach channel {channel.Id}.", repaired);
    }

    private async Task CheckAccountAsync(Walk walk, Row row)
    {
        var channel = await rows.ReadAsync(
            WorkspaceKeys.Partition(walk.Workspace),
            WorkspaceKeys.Channel(row.As(StoredJson.Default.AccountOwner).Value.ChannelId),
            StoredJson.Default.Channel,
            walk.CancellationToken
        );
        if (channel is null || WorkspaceKeys.Account(channel.Value.Platform, channel.Value.AccountId) != row.Key)
        {
            RowWrite[] batch = [RowWrite.Delete(row.Key, row.ETag)];
            await FindAsync(walk, "account.stray", row.Key, "An account leads to a channel that is not its.", batch);
        }
    }

    private async Task FindAsync(Walk walk, string kind, string row, string message, IReadOnlyList<RowWrite> repair)
    {
        bool? repaired = walk.Repair
            ? (await rows.WriteAsync(WorkspaceKeys.Partition(walk.Workspace), repair, walk.CancellationToken)).Succeeded
            : null;
        walk.Add(kind, row, message, repaired);
    }

    private ValueTask<Row?> ReadAsync(Walk walk, string key) =>
        rows.ReadAsync(WorkspaceKeys.Partition(walk.Workspace), key, walk.CancellationToken);

    private ValueTask<Versioned<Publication>?> ReadPublicationAsync(Walk walk, Id<Publication> id) =>
        publications.ReadAsync(walk.Workspace, id, walk.CancellationToken);

    /// <summary>Whether nobody has moved it since it was read.</summary>
    private async ValueTask<bool> IsStillAsync(Walk walk, Versioned<Publication> found) =>
        (await ReadPublicationAsync(walk, found.Value.Id))?.ETag == found.ETag;

    private static Id<Publication>? OwnerOf(Row row) =>
        Id<Publication>.TryParse(Encoding.UTF8.GetString(row.Data.Span), out var id) ? id : null;

    private sealed class Walk(Id<Workspace> workspace, bool repair, CancellationToken cancellationToken)
    {
        public Id<Workspace> Workspace => workspace;

        public bool Repair => repair;

        public CancellationToken CancellationToken => cancellationToken;

        public List<IndexFinding> Findings { get; } = [];

        public void Add(string kind, string row, string message, bool? repaired) =>
            Findings.Add(new IndexFinding(workspace, kind, row, message, repaired));
    }
}

/// <param name="Last">The last row that was looked at; null where the range has no more.</param>
internal sealed record IndexPage(int Rows, IReadOnlyList<IndexFinding> Findings, string? Last);
