using Atlas.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Media;

/// <summary>
/// Deletes what of media has had its time: temporary files, uploads that were never finished, and bytes that a process which
/// died left behind. It reads the entries that are due and nothing else.
/// </summary>
public sealed partial class PurgeMedia(
    IRowStore rows,
    IMediaStore store,
    MediaAssets assets,
    MediaExpiry expiry,
    DeleteMedia delete,
    DiscardUpload discard,
    TimeProvider time,
    ILogger<PurgeMedia> logger
)
{
    /// <summary>From the mark to the deletion: longer than any command takes that read the file before the mark.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(30);

    /// <summary>While something needs a file it is looked at so often whether it still does.</summary>
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromDays(1);

    private readonly MediaUsage _usage = new(rows);

    /// <returns>How many assets, uploads and left-over files were deleted.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var deleted = 0;
        ExpiryEntry? last = null;
        while (await expiry.ReadDueAsync(last, cancellationToken) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                try
                {
                    deleted += await PurgeAsync(entry, cancellationToken) ? 1 : 0;
                }
                catch (StorageUnavailableException ex) // one bad item doesn't stop the rest: it is due again next time
                {
                    Log.Left(logger, ex, entry.Key);
                }
            }

            last = entries[^1];
        }

        return deleted;
    }

    private async Task<bool> PurgeAsync(ExpiryEntry entry, CancellationToken cancellationToken)
    {
        var (settled, deleted) = entry.Kind switch
        {
            ExpiryKind.Asset => await PurgeAssetAsync(entry, cancellationToken),
            ExpiryKind.Upload => await PurgeUploadAsync(entry, cancellationToken),
            _ => await PurgeFileAsync(entry, cancellationToken),
        };
        if (settled)
        {
            await expiry.RemoveAsync(entry, cancellationToken);
        }

        return deleted;
    }

    private async Task<(bool Settled, bool Deleted)> PurgeAssetAsync(ExpiryEntry entry, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var asset = await assets.ReadEvenLeavingAsync(entry.WorkspaceId, entry.MediaId, cancellationToken);
        if (asset is not { Value: { Retention: MediaRetention.Temporary, ExpiresAt: { } expiresAt } } || expiresAt > now)
        {
            return (true, false); // gone, kept, or a later entry is there
        }

        if (await KeptUntilAsync(asset.Value, now, cancellationToken) is { } until)
        {
            await expiry.AddAsync(entry with { At = until }, cancellationToken);
            var next = asset.Value with { ExpiresAt = until, LeavingSince = null };
            return (await delete.WriteAsync(asset, next, cancellationToken) is not null, false);
        }

        if (asset.Value.LeavingSince is not { } since)
        {
            await delete.MarkAsync(asset, cancellationToken);
            return (false, false); // it stays due, and is looked at once more when the grace is over
        }

        if (since + Grace > now)
        {
            return (false, false);
        }

        var removed = await delete.RemoveAsync(asset, cancellationToken);
        return (removed, removed);
    }

    /// <returns>Null where nothing needs the file and its days are over.</returns>
    private async Task<DateTimeOffset?> KeptUntilAsync(MediaAsset asset, DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset? settledAt = null;
        await foreach (var use in _usage.ReadAsync(asset.WorkspaceId, asset.Id, cancellationToken))
        {
            if (use.IsNeeded)
            {
                return MediaExpiry.ToMilliseconds(now + s_lookAgain);
            }

            settledAt = settledAt > use.LastEventAt ? settledAt : use.LastEventAt;
        }

        return settledAt is { } settled && expiry.After(settled) is var until && until > now ? until : null;
    }

    private async Task<(bool Settled, bool Deleted)> PurgeUploadAsync(ExpiryEntry entry, CancellationToken cancellationToken)
    {
        var partition = WorkspaceKeys.Partition(entry.WorkspaceId);
        var key = WorkspaceKeys.MediaUpload(entry.MediaId);
        if (await rows.ReadAsync(partition, key, StoredJson.Default.MediaUpload, cancellationToken) is not { } upload)
        {
            return (true, false);
        }

        if (upload.Value.MediaId is not null)
        {
            await discard.ReleaseAsync(upload.Value, cancellationToken);
        }
        else if (!await discard.HandleAsync(upload, cancellationToken))
        {
            return (false, false); // it is just being finished
        }

        await rows.WriteAsync(partition, [RowWrite.Delete(key)], cancellationToken);
        return (true, upload.Value.MediaId is null);
    }

    private async Task<(bool Settled, bool Deleted)> PurgeFileAsync(ExpiryEntry entry, CancellationToken cancellationToken)
    {
        var asset = await assets.ReadEvenLeavingAsync(entry.WorkspaceId, entry.MediaId, cancellationToken);
        if (asset?.Value.StoredAs == entry.StoredAs || asset?.Value.Poster?.StoredAs == entry.StoredAs)
        {
            return (true, false);
        }

        await store.DeleteAsync(entry.StoredAs, cancellationToken);
        return (true, true);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The expiry {Entry} could not be looked at and is left to the next run.")]
        public static partial void Left(ILogger logger, Exception exception, string entry);
    }
}
