using System.Security.Cryptography;
using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>
/// Takes a file in pieces, through restarts of either side. How far it has come is asked of the store of the bytes alone, so
/// there are no two truths; the last piece makes the asset, and can be sent again, empty, where its answer was lost.
/// </summary>
public sealed class ResumableUploads(
    IRowStore rows,
    CommandLedger commands,
    IMediaStore store,
    KeepMedia keep,
    MediaAssets assets,
    MediaUploads tickets,
    DiscardUpload discard,
    MediaOptions options
)
{
    public async Task<Outcome<UploadStatus>> ReadAsync(string token, CancellationToken cancellationToken)
    {
        var found = await FindAsync(token, cancellationToken);
        if (found.Failed)
        {
            return found.Problem;
        }

        var upload = found.Value.Value;
        var offset = upload.MediaId is null
            ? (await store.ReadStagedAsync(upload.StoredAs, cancellationToken)).Length
            : upload.SizeBytes;
        return new UploadStatus(upload, offset);
    }

    /// <param name="length">Of the piece, where the sender says it.</param>
    public async Task<UploadAnswer> AppendAsync(
        string token,
        long offset,
        long? length,
        Stream content,
        CancellationToken cancellationToken
    )
    {
        var found = await FindAsync(token, cancellationToken);
        if (found.Failed)
        {
            return new UploadAnswer(found.Problem);
        }

        var upload = found.Value.Value;
        if (upload.MediaId is { } done)
        {
            return new UploadAnswer(await ShowAsync(upload, done, cancellationToken), upload.SizeBytes);
        }

        if (RefusePiece(upload, offset, length) is { } refusal)
        {
            return new UploadAnswer(refusal);
        }

        using var metered = new MeteredStream(content, upload.SizeBytes - offset);
        StagedMedia staged;
        try
        {
            staged = await store.AppendStagedAsync(upload.StoredAs, offset, metered, cancellationToken);
        }
        catch (MediaTooLargeException)
        {
            return new UploadAnswer(Problem.TooLarge(upload.SizeBytes));
        }

        if (staged.IsBusy)
        {
            return new UploadAnswer(
                Problem.Conflict("upload-busy", "Another piece is on its way in. Ask with HEAD how far it has come."),
                staged.Length
            );
        }

        if (staged.Length != offset + metered.Count)
        {
            return new UploadAnswer(
                Problem.Conflict("upload-offset", $"Go on at {staged.Length}: so much is there."),
                staged.Length
            );
        }

        return new UploadAnswer(
            staged.Length < upload.SizeBytes ? Answer.NoContent : await FinishAsync(upload, cancellationToken),
            staged.Length
        );
    }

    public async Task<Outcome<Answer>> AbortAsync(string token, CancellationToken cancellationToken)
    {
        var found = await FindAsync(token, cancellationToken);
        return found.Failed ? found.Problem
            : await discard.HandleAsync(found.Value, cancellationToken) ? Answer.NoContent
            : MediaUploads.AlreadyUploaded();
    }

    private async Task<Outcome<Versioned<MediaUpload>>> FindAsync(string token, CancellationToken cancellationToken)
    {
        var ticket = await tickets.ReadTicketAsync(token, cancellationToken);
        return ticket.Failed ? ticket.Problem
            : await ReadRowAsync(ticket.Value.WorkspaceId, ticket.Value.MediaId, cancellationToken)
                is { Value.IsDiscarded: false } upload
                ? upload
            : Problem.NotFound("upload in pieces");
    }

    private ValueTask<Versioned<MediaUpload>?> ReadRowAsync(
        Id<Workspace> workspace,
        Id<MediaAsset> id,
        CancellationToken cancellationToken
    ) =>
        rows.ReadAsync(
            WorkspaceKeys.Partition(workspace),
            WorkspaceKeys.MediaUpload(id),
            StoredJson.Default.MediaUpload,
            cancellationToken
        );

    private Problem? RefusePiece(MediaUpload upload, long offset, long? length) =>
        offset > upload.SizeBytes || offset + (length ?? 0) > upload.SizeBytes ? Problem.TooLarge(upload.SizeBytes)
        : length < options.MinUploadPieceBytes && offset + length < upload.SizeBytes
            ? Problem.Invalid([
                new ProblemError(
                    "body",
                    "media.piece",
                    "The piece is too small. Only the last one of a file may be smaller.",
                    $"{options.MinUploadPieceBytes} bytes",
                    $"{length} bytes"
                ),
            ])
        : null;

    private async Task<Outcome<Answer>> FinishAsync(MediaUpload upload, CancellationToken cancellationToken)
    {
        var declared = MediaTypes.Normalize(upload.Details.ContentType) ?? MediaTypes.Unknown;
        await store.CommitStagedAsync(upload.StoredAs, declared, cancellationToken);
        string hash;
        await using (var content = await store.OpenAsync(upload.StoredAs, cancellationToken))
        {
            if (content is null)
            {
                return Problem.Conflict("busy", "It is being finished or given up from another side. Ask with HEAD.");
            }

            hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        }

        var inspected = await keep.InspectAsync(
            new StoredFile(upload.WorkspaceId, upload.Id, upload.StoredAs, upload.SizeBytes, hash, upload.Details),
            cancellationToken
        );
        if (inspected.Failed)
        {
            if (await ReadRowAsync(upload.WorkspaceId, upload.Id, cancellationToken) is { } current)
            {
                await discard.HandleAsync(current, cancellationToken);
            }

            return inspected.Problem;
        }

        if (inspected.Value.ContentType != declared)
        {
            await store.CommitStagedAsync(upload.StoredAs, inspected.Value.ContentType, cancellationToken);
        }

        var answer = await commands.DoAsync(
            WorkspaceKeys.Partition(upload.WorkspaceId),
            key: null,
            token => RecordAsync(upload, inspected.Value, token),
            cancellationToken
        );
        await discard.ReleaseAsync(upload, cancellationToken);
        return answer;
    }

    /// <summary>The asset, its hash and what became of the upload are one batch: whoever finishes second gets the first one's.</summary>
    private async ValueTask<Outcome<Change>> RecordAsync(
        MediaUpload upload,
        MediaAsset asset,
        CancellationToken cancellationToken
    )
    {
        if (await ReadRowAsync(upload.WorkspaceId, upload.Id, cancellationToken) is not { Value.IsDiscarded: false } current)
        {
            return Problem.NotFound("upload in pieces");
        }

        if (current.Value.MediaId is { } done)
        {
            var shown = await ShowAsync(upload, done, cancellationToken);
            return shown.Failed ? shown.Problem : new Change([], shown.Value);
        }

        var kept = await keep.DecideAsync(asset, upload.Details.Copy, cancellationToken);
        var next = current.Value with { MediaId = kept.MediaId };
        kept.Change.Writes.Add(
            RowWrite.Replace(WorkspaceKeys.MediaUpload(upload.Id), next.ToRow(StoredJson.Default.MediaUpload), current.ETag)
        );
        return kept.Change;
    }

    private async Task<Outcome<Answer>> ShowAsync(MediaUpload upload, Id<MediaAsset> id, CancellationToken cancellationToken) =>
        await assets.ReadAsync(upload.WorkspaceId, id, cancellationToken) is { } asset
            ? Answer.Ok(
                MediaView.Of(asset.Value) with
                {
                    Duplicate = id != upload.Id,
                },
                ApiJson.Default.MediaView,
                EntityTag.Of(asset.Value.ToRow(StoredJson.Default.MediaAsset).Span)
            ) with
            {
                Location = KeepMedia.LocationOf(id),
            }
            : Problem.NotFound("media");
}

public sealed record UploadStatus(MediaUpload Upload, long Offset);

/// <param name="Offset">How much is there, where that was asked.</param>
public sealed record UploadAnswer(Outcome<Answer> Answer, long? Offset = null);
