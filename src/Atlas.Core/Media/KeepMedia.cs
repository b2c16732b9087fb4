using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>Makes assets of stored bytes: probes them, checks what the sender said, finds bytes that are there already.</summary>
public sealed class KeepMedia(
    IRowStore rows,
    IMediaStore store,
    IMediaProber prober,
    MediaAssets assets,
    MediaPosters posters,
    MediaExpiry expiry,
    TimeProvider time
)
{
    /// <returns>The asset as it would be kept, or why it can't be.</returns>
    internal async Task<Outcome<MediaAsset>> InspectAsync(StoredFile file, CancellationToken cancellationToken)
    {
        var details = file.Details;
        if (file.SizeBytes == 0)
        {
            return Problem.Invalid("body", "required", "The file is empty.");
        }

        if (details.Sha256 is { } expected && !expected.Equals(file.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            return MediaRefusals.OtherHash(expected.ToLowerInvariant(), file.Sha256);
        }

        await using var content =
            await store.OpenAsync(file.StoredAs, cancellationToken)
            ?? throw new StorageUnavailableException(
                "The file that was just stored is gone.",
                retryAfter: null,
                innerException: null
            );
        var probe = prober.Probe(content);
        if (MediaRefusals.Of(probe, details.ContentType) is { } refusal)
        {
            return refusal;
        }

        var retention = details.Retention;
        return new MediaAsset
        {
            Id = file.Id,
            WorkspaceId = file.WorkspaceId,
            FileName = details.FileName,
            ContentType = probe!.ContentType,
            SizeBytes = file.SizeBytes,
            Sha256 = file.Sha256,
            Probe = probe,
            StoredAs = file.StoredAs,
            CreatedAt = time.GetUtcNow(),
            AltText = details.AltText is "" ? null : details.AltText,
            Tags = details.Tags,
            Retention = retention,
            ExpiresAt = retention == MediaRetention.Temporary ? expiry.TemporaryUntil() : null,
            Poster = await posters.MakeAsync(file.WorkspaceId, file.Id, probe, content, cancellationToken),
        };
    }

    /// <summary>A new asset, or the one that has the same bytes.</summary>
    internal async ValueTask<KeptMedia> DecideAsync(MediaAsset asset, bool copy, CancellationToken cancellationToken)
    {
        var partition = WorkspaceKeys.Partition(asset.WorkspaceId);
        var hashKey = WorkspaceKeys.MediaByHash(asset.Sha256);
        var owner = await rows.ReadAsync(partition, hashKey, StoredJson.Default.MediaHashOwner, cancellationToken);
        var same = owner is null ? null : await assets.ReadAsync(asset.WorkspaceId, owner.Value.MediaId, cancellationToken);
        if (same is not null && !copy)
        {
            return await TakeSameAsync(same, asset, cancellationToken);
        }

        var document = asset.ToRow(StoredJson.Default.MediaAsset);
        List<RowWrite> writes = [RowWrite.Insert(WorkspaceKeys.MediaAsset(asset.Id), document)];
        if (same is null)
        {
            var row = new MediaHashOwner(asset.Id).ToRow(StoredJson.Default.MediaHashOwner);
            writes.Add(owner is null ? RowWrite.Insert(hashKey, row) : RowWrite.Replace(hashKey, row, owner.ETag));
        }

        await ExpectAsync(asset, cancellationToken);
        var answer = Answer.Created(
            MediaView.Of(asset),
            ApiJson.Default.MediaView,
            LocationOf(asset.Id),
            EntityTag.Of(document.Span)
        );
        return new KeptMedia(asset.Id, new Change(writes, answer), IsDuplicate: false);
    }

    internal static string LocationOf(Id<MediaAsset> id) => $"/api/v1/media/{id}";

    /// <summary>The asset that is there stays as it is, only never for a shorter time than was asked for now.</summary>
    private async ValueTask<KeptMedia> TakeSameAsync(
        Versioned<MediaAsset> same,
        MediaAsset asked,
        CancellationToken cancellationToken
    )
    {
        List<RowWrite> writes = [];
        var next = same.Value;
        if (next.Retention == MediaRetention.Temporary)
        {
            next = next with { Retention = asked.Retention, ExpiresAt = asked.ExpiresAt, LeavingSince = null };
            await ExpectAsync(next, cancellationToken);
            writes.Add(RowWrite.Replace(WorkspaceKeys.MediaAsset(next.Id), next.ToRow(StoredJson.Default.MediaAsset), same.ETag));
        }

        var answer = Answer.Ok(
            MediaView.Of(next) with
            {
                Duplicate = true,
            },
            ApiJson.Default.MediaView,
            EntityTag.Of(next.ToRow(StoredJson.Default.MediaAsset).Span)
        ) with
        {
            Location = LocationOf(next.Id),
        };
        return new KeptMedia(next.Id, new Change(writes, answer), IsDuplicate: true);
    }

    /// <summary>Before the batch, as every entry: a stray one is harmless.</summary>
    private async ValueTask ExpectAsync(MediaAsset asset, CancellationToken cancellationToken)
    {
        if (asset.ExpiresAt is { } at)
        {
            await expiry.AddAsync(
                new ExpiryEntry(at, asset.WorkspaceId, ExpiryKind.Asset, asset.Id.ToString()),
                cancellationToken
            );
        }
    }
}

/// <summary>Bytes that lie in the store and belong to no asset yet.</summary>
internal sealed record StoredFile(
    Id<Workspace> WorkspaceId,
    Id<MediaAsset> Id,
    string StoredAs,
    long SizeBytes,
    string Sha256,
    MediaDetails Details
);

/// <param name="MediaId">The asset that has the bytes now: not always the one that was to be made.</param>
internal sealed record KeptMedia(Id<MediaAsset> MediaId, Change Change, bool IsDuplicate);
