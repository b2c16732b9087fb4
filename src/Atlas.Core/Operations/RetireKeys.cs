using System.Globalization;
using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Media;
using Atlas.Core.Messaging;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Operations;

/// <summary>
/// After a rotation of the data key: seals anew what earlier keys have sealed, then purges them. It begins when no instance seals
/// with an earlier key any more, and walks over all channels in stretches that are carried on by messages, and by the daily purge
/// where one was lost. Only a walk that has seen every seal ends with a purge, so it may stop anywhere.
/// </summary>
public sealed partial class RetireKeys(
    IRowStore rows,
    SigningKeys keys,
    Outbox outbox,
    OperationsLog log,
    TimeProvider time,
    ILogger<RetireKeys> logger
)
{
    private const string ProgressKey = "retire:" + SigningKeys.Tokens;
    private const string Upkeeps = "upkeep:";
    private const int RowsPerRun = 1000;
    private const int PageSize = 100;
    private static readonly TimeSpan s_runTime = TimeSpan.FromSeconds(20);

    /// <summary>By then no instance has the key before in hand, and every log-in that it sealed is over.</summary>
    internal static TimeSpan Grace { get; } = TimeSpan.FromHours(1);

    /// <summary>Sends the message that begins it, for when the grace is over.</summary>
    internal Task PlanAsync(CancellationToken cancellationToken) => SendAsync(Grace + TimeSpan.FromMinutes(1), cancellationToken);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await keys.ReadRingAsync(SigningKeys.Tokens, cancellationToken) is not { Names.Value.Earlier.Count: > 0 } current)
        {
            return;
        }

        if (current.Names.Value.RotatedAt is not { } rotatedAt)
        {
            await keys.MarkRotatedAsync(SigningKeys.Tokens, current.Names, cancellationToken);
            await PlanAsync(cancellationToken);
            return;
        }

        if (rotatedAt + Grace - time.GetUtcNow() is { Ticks: > 0 } wait)
        {
            await SendAsync(wait, cancellationToken);
            return;
        }

        var kept = await rows.ReadAsync(
            SystemKeys.DeploymentKeys,
            ProgressKey,
            StoredJson.Default.KeyRetirement,
            cancellationToken
        );
        var begun = kept?.Value is { } known && known.RotatedAt == rotatedAt ? known : new KeyRetirement(rotatedAt);
        var progress = await WalkAsync(begun, current.Ring, cancellationToken);
        if (progress.WalkedToTheEnd)
        {
            await EndAsync(progress, current.Names, cancellationToken);
            return;
        }

        var row = progress.ToRow(StoredJson.Default.KeyRetirement);
        var write = kept is null ? RowWrite.Insert(ProgressKey, row) : RowWrite.Replace(ProgressKey, row, kept.ETag);
        if ((await rows.WriteAsync(SystemKeys.DeploymentKeys, [write], cancellationToken)).Succeeded) // else another delivery was faster
        {
            await SendAsync(TimeSpan.Zero, cancellationToken);
        }
    }

    private async Task EndAsync(KeyRetirement walk, Versioned<SigningKeyName> names, CancellationToken cancellationToken)
    {
        if (walk.Unreadable > 0)
        {
            Log.KeysKept(logger, walk.Unreadable);
        }
        else if (await keys.PurgeEarlierAsync(SigningKeys.Tokens, names, cancellationToken))
        {
            await log.DoneAsync(
                log.EngineEntry(
                    OperationAction.KeysPurged,
                    $"key:{SigningKeys.Tokens}",
                    ("keys", names.Value.Earlier!.Count.ToString(CultureInfo.InvariantCulture)),
                    ("sealedAnew", walk.Resealed.ToString(CultureInfo.InvariantCulture))
                ),
                cancellationToken
            );
        }

        await rows.WriteAsync(SystemKeys.DeploymentKeys, [RowWrite.Delete(ProgressKey)], cancellationToken);
    }

    private async Task<KeyRetirement> WalkAsync(KeyRetirement walk, KeyRing ring, CancellationToken cancellationToken)
    {
        var (left, start) = (RowsPerRun, time.GetTimestamp());
        while (!walk.WalkedToTheEnd && left > 0 && time.GetElapsedTime(start) < s_runTime)
        {
            if (walk is not { Workspace: { } workspace, After: { } after })
            {
                walk = await NextWorkspaceAsync(walk, cancellationToken);
                left--;
                continue;
            }

            var page = await rows.ReadRangeAsync(
                WorkspaceKeys.Partition(workspace),
                RowRange.StartingWith(Upkeeps).AfterKey(after),
                PageSize,
                cancellationToken
            );
            foreach (var row in page.Rows)
            {
                walk = await LookAsync(walk, workspace, row, ring, cancellationToken);
            }

            walk = walk with { After = page.HasMore ? page.Rows[^1].Key : null };
            left -= page.Rows.Count;
        }

        return walk;
    }

    private async Task<KeyRetirement> NextWorkspaceAsync(KeyRetirement walk, CancellationToken cancellationToken)
    {
        var range = new RowRange("0", "g"); // ids; the same partition keeps answers under other names
        range = walk.Workspace is { } last ? range.AfterKey(last.ToString()) : range;
        return (await rows.ReadRangeAsync(SystemKeys.Workspaces, range, 1, cancellationToken)).Rows is [var next]
            ? walk with
            {
                Workspace = Id<Workspace>.Parse(next.Key),
                After = Upkeeps,
            }
            : walk with
            {
                WalkedToTheEnd = true,
            };
    }

    private async Task<KeyRetirement> LookAsync(
        KeyRetirement walk,
        Id<Workspace> workspace,
        Row row,
        KeyRing ring,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var sealedAnew = await ResealAsync(workspace, row, ring, cancellationToken);
            return sealedAnew ? walk with { Resealed = walk.Resealed + 1 } : walk;
        }
        catch (Exception ex) when (WorkspaceIndexes.IsUnreadable(ex))
        {
            Log.UpkeepUnreadable(logger, workspace.ToString(), row.Key, ex.GetType().Name);
            return walk with { Unreadable = walk.Unreadable + 1 };
        }
    }

    /// <summary>Looks again for as long as somebody else is faster: what they wrote may be an old seal, carried along.</summary>
    private async Task<bool> ResealAsync(Id<Workspace> workspace, Row row, KeyRing ring, CancellationToken cancellationToken)
    {
        var partition = WorkspaceKeys.Partition(workspace);
        var channel = Id<Channel>.Parse(row.Key[Upkeeps.Length..]);
        for (Row? current = row; current is not null; current = await rows.ReadAsync(partition, row.Key, cancellationToken))
        {
            var upkeep = current.As(StoredJson.Default.ChannelUpkeep).Value;
            if (
                upkeep.Sealed is not { } bytes
                || ring.Reseal(bytes, Channel.TokenNameOf(channel, upkeep.Generation)) is not { } anew
            )
            {
                return false; // sealed by the newest, or by no key that there is: then the purge takes nothing from it
            }

            var next = (upkeep with { Sealed = anew }).ToRow(StoredJson.Default.ChannelUpkeep);
            if ((await rows.WriteAsync(partition, [RowWrite.Replace(row.Key, next, current.ETag)], cancellationToken)).Succeeded)
            {
                return true;
            }
        }

        return false;
    }

    private Task SendAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        outbox.SendLaterAsync(default, new WorkItem.RetireKeys(), delay, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "The upkeep {RowKey} of workspace {WorkspaceId} can't be read ({Fault}): earlier data keys are kept for it."
        )]
        public static partial void UpkeepUnreadable(ILogger logger, string workspaceId, string rowKey, string fault);

        [LoggerMessage(
            LogLevel.Warning,
            "Earlier data keys are not purged: {Count} rows that they may have sealed can't be read."
        )]
        public static partial void KeysKept(ILogger logger, int count);
    }
}
