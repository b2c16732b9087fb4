using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <param name="ContentType">As the sender declares it, or null.</param>
public sealed record IncomingMedia(
    Id<Workspace> WorkspaceId,
    Id<MediaAsset> Id,
    string FileName,
    string? ContentType,
    string? AltText,
    long MaxBytes,
    Stream Content
);

/// <summary>
/// Streams a file into the store, hashes it on the way and probes it there. Bytes that are of no kind we publish, or not what
/// the sender says they are, are deleted and refused.
/// </summary>
public sealed class ReceiveMedia(
    IMediaStore store,
    IMediaProber prober,
    MediaAssets assets,
    CommandLedger commands,
    TimeProvider time
)
{
    /// <param name="keyFor">Makes the idempotency key from the file's hash, where the request has one.</param>
    public async Task<Outcome<Answer>> HandleAsync(
        IncomingMedia incoming,
        Func<string, IdempotencyKey?> keyFor,
        CancellationToken cancellationToken
    )
    {
        // A name of its own for every try: one that loses must not take the winner's bytes with it.
        var name = $"{incoming.WorkspaceId}/{incoming.Id}-{Id<IncomingMedia>.New(time)}";
        using var metered = new MeteredStream(incoming.Content, incoming.MaxBytes);
        try
        {
            var head = await metered.PeekAsync(cancellationToken);
            await store.SaveAsync(name, MediaTypes.Guess(head.Span), metered, cancellationToken);
        }
        catch (MediaTooLargeException ex)
        {
            return Problem.TooLarge(ex.Limit);
        }

        var hash = metered.Sha256();
        var kept = false;
        try
        {
            var received = await ProbeAsync(incoming, name, metered.Count, hash, cancellationToken);
            if (received.Failed)
            {
                return received.Problem;
            }

            var answer = await commands.DoAsync(
                WorkspaceKeys.Partition(incoming.WorkspaceId),
                keyFor(hash),
                async token =>
                    await assets.ReadAsync(incoming.WorkspaceId, incoming.Id, token) is null
                        ? Record(received.Value)
                        : MediaUploads.AlreadyUploaded(),
                cancellationToken
            );
            kept = !answer.Failed && IsOurs(answer.Value, received.Value);
            return answer;
        }
        catch (StorageUnavailableException)
        {
            kept = true; // the row may be there: its bytes must stay
            throw;
        }
        finally
        {
            if (!kept)
            {
                await store.DeleteAsync(name, CancellationToken.None);
            }
        }
    }

    private async Task<Outcome<MediaAsset>> ProbeAsync(
        IncomingMedia incoming,
        string name,
        long size,
        string hash,
        CancellationToken cancellationToken
    )
    {
        if (size == 0)
        {
            return Problem.Invalid("body", "required", "The file is empty.");
        }

        await using var content =
            await store.OpenAsync(name, cancellationToken)
            ?? throw new StorageUnavailableException(
                "The file that was just stored is gone.",
                retryAfter: null,
                innerException: null
            );
        if (prober.Probe(content) is not { } probe)
        {
            return Problem.UnsupportedMedia(
                "The bytes are of no kind that can be published. Send a JPEG, PNG, GIF or WebP image, or an MP4 or QuickTime video."
            );
        }

        if (Broken(probe) is { } broken)
        {
            return broken;
        }

        var declared = MediaTypes.Normalize(incoming.ContentType);
        return declared is not null && declared != probe.ContentType
            ? Disagreement(declared, probe.ContentType)
            : new MediaAsset
            {
                Id = incoming.Id,
                WorkspaceId = incoming.WorkspaceId,
                FileName = incoming.FileName,
                ContentType = probe.ContentType,
                SizeBytes = size,
                Sha256 = hash,
                Probe = probe,
                StoredAs = name,
                CreatedAt = time.GetUtcNow(),
                AltText = incoming.AltText,
            };
    }

    /// <summary>Every network needs the size of a picture: a file that can't even tell that is broken.</summary>
    private static Problem? Broken(MediaProbe probe) =>
        probe.Kind != MediaKind.Document && (probe.Width is null || probe.Height is null)
            ? Problem.UnsupportedMedia(
                $"It begins like {probe.ContentType}, but it is broken or breaks off: it has no readable size."
            )
            : null;

    private static Problem Disagreement(string declared, string actual) =>
        Problem.UnsupportedMedia("The file is not what its Content-Type says.") with
        {
            Errors =
            [
                new ProblemError(
                    "Content-Type",
                    "media.contentType",
                    "Send the file with its own type, or with application/octet-stream.",
                    declared,
                    actual
                ),
            ],
        };

    private static Change Record(MediaAsset asset)
    {
        var document = asset.ToRow(StoredJson.Default.MediaAsset);
        return new Change(
            [RowWrite.Insert(WorkspaceKeys.MediaAsset(asset.Id), document)],
            Answer.Created(MediaView.Of(asset), ApiJson.Default.MediaView, LocationOf(asset), EntityTag.Of(document.Span))
        );
    }

    /// <summary>An answer kept from an earlier request names that request's asset, whose bytes are its own.</summary>
    private static bool IsOurs(Answer answer, MediaAsset asset) => answer.Location == LocationOf(asset);

    private static string LocationOf(MediaAsset asset) => $"/api/v1/media/{asset.Id}";
}
