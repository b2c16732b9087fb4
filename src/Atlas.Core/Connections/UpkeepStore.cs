using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Connections;

/// <summary>
/// Keeps <see cref="ChannelUpkeep"/> and the index of visits in step: the entry is written before the row that names its time, so
/// a stray entry costs a read and a missing one can't happen.
/// </summary>
public sealed class UpkeepStore(IRowStore rows, TokenStore tokens, TimeProvider time)
{
    /// <summary>Call it before the batch that holds a new connection's upkeep.</summary>
    internal async Task AnnounceAsync(Channel channel, DateTimeOffset visitAt, CancellationToken cancellationToken) =>
        await rows.WriteAsync(
            SystemKeys.Upkeep,
            [RowWrite.Upsert(new UpkeepVisit(visitAt, channel.WorkspaceId, channel.Id).Key, default)],
            cancellationToken
        );

    /// <summary>
    /// Looks after a connection that was made before there was upkeep: as if it had been connected now, by the tokens that it has.
    /// </summary>
    internal async Task AdoptAsync(Channel channel, TokenSet known, RefreshRule? rule, CancellationToken cancellationToken)
    {
        var partition = WorkspaceKeys.Partition(channel.WorkspaceId);
        var key = WorkspaceKeys.Channel(channel.Id);
        if (
            await rows.ReadAsync(partition, key, StoredJson.Default.Channel, cancellationToken)
                is not { Value.State: ChannelState.Connected } current
            || current.Value.Generation != channel.Generation
        )
        {
            return;
        }

        var upkeep = new ChannelUpkeep
        {
            Generation = channel.Generation,
            VisitAt = time.GetUtcNow(),
            IssuedAt = known.IssuedAt,
            AccessExpiresAt = known.AccessExpiresAt,
            RefreshAt = UpkeepPlan.RefreshAt(channel, known, rule),
        };
        await rows.WriteAsync(SystemKeys.Accounts(channel.Platform.ToName()), [AccountOwner.LookUp(channel)], cancellationToken);
        await AnnounceAsync(channel, upkeep.VisitAt, cancellationToken);

        // Whoever was faster has written the same; a connection that has ended meanwhile gets none.
        await rows.WriteAsync(
            partition,
            [
                RowWrite.Replace(key, current.Value.ToRow(StoredJson.Default.Channel), current.ETag),
                RowWrite.Insert(WorkspaceKeys.Upkeep(channel.Id), upkeep.ToRow(StoredJson.Default.ChannelUpkeep)),
            ],
            cancellationToken
        );
    }

    /// <summary>Changes the upkeep on what is true now.</summary>
    /// <param name="change">Null leaves it as it is. Runs again when somebody else was faster.</param>
    /// <returns>What is stored now; null where the connection has ended.</returns>
    internal async Task<Versioned<ChannelUpkeep>?> UpdateAsync(
        Channel channel,
        Func<ChannelUpkeep, ChannelUpkeep?> change,
        CancellationToken cancellationToken
    )
    {
        while (await tokens.ReadUpkeepAsync(channel, cancellationToken) is { } current)
        {
            if (change(current.Value) is not { } next)
            {
                return current;
            }

            if (await TryReplaceAsync(channel, current, next, cancellationToken) is { } saved)
            {
                return saved;
            }
        }

        return null;
    }

    /// <returns>Null where somebody else was faster.</returns>
    internal async Task<Versioned<ChannelUpkeep>?> TryReplaceAsync(
        Channel channel,
        Versioned<ChannelUpkeep> current,
        ChannelUpkeep next,
        CancellationToken cancellationToken
    )
    {
        var moved = next.VisitAt != current.Value.VisitAt;
        if (moved)
        {
            await AnnounceAsync(channel, next.VisitAt, cancellationToken);
        }

        var outcome = await rows.WriteAsync(
            WorkspaceKeys.Partition(channel.WorkspaceId),
            [RowWrite.Replace(WorkspaceKeys.Upkeep(channel.Id), next.ToRow(StoredJson.Default.ChannelUpkeep), current.ETag)],
            cancellationToken
        );
        if (!outcome.Succeeded)
        {
            return null;
        }

        if (moved)
        {
            await RemoveAsync(new UpkeepVisit(current.Value.VisitAt, channel.WorkspaceId, channel.Id), cancellationToken);
        }

        return new Versioned<ChannelUpkeep>(next, outcome.ETags[0]!);
    }

    internal async Task<IReadOnlyList<UpkeepVisit>> ReadDueAsync(
        DateTimeOffset now,
        UpkeepVisit? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var range = new RowRange(
            after?.Key ?? "0",
            SortableTime.Format(now.AddMilliseconds(1)),
            FromExclusive: after is not null
        );
        var page = await rows.ReadRangeAsync(SystemKeys.Upkeep, range, limit, cancellationToken);
        return [.. page.Rows.Select(row => UpkeepVisit.Parse(row.Key))];
    }

    /// <summary>An entry that is gone already is as good as removed.</summary>
    internal async Task RemoveAsync(UpkeepVisit visit, CancellationToken cancellationToken) =>
        await rows.WriteAsync(SystemKeys.Upkeep, [RowWrite.Delete(visit.Key)], cancellationToken);
}

/// <summary>One channel's place in the index of visits.</summary>
internal readonly record struct UpkeepVisit(DateTimeOffset At, Id<Workspace> WorkspaceId, Id<Channel> ChannelId)
{
    public string Key => $"{SortableTime.Format(At)}:{WorkspaceId}:{ChannelId}";

    public bool IsAt(DateTimeOffset time) => SortableTime.Format(time) == SortableTime.Format(At);

    public static UpkeepVisit Parse(string key)
    {
        var parts = key.Split(':');
        return new UpkeepVisit(SortableTime.Parse(parts[0]), Id<Workspace>.Parse(parts[1]), Id<Channel>.Parse(parts[2]));
    }
}
