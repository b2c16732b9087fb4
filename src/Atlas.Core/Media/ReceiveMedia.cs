using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

public sealed record IncomingMedia(
    Id<Workspace> WorkspaceId,
    Id<MediaAsset> Id,
    MediaDetails Details,
    long MaxBytes,
    Stream Content
);

/// <summary>
/// Streams a file into the store, hashes it on the way and makes an asset of it. Bytes that no asset comes to own (they are
/// refused, or there already) are deleted.
/// </summary>
public sealed class ReceiveMedia(
    IMediaStore store,
    KeepMedia keep,
    MediaAssets assets,
    MediaExpiry expiry,
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
        if (MediaRules.Check(incoming.Details) is { Count: > 0 } errors)
        {
            return Problem.Invalid(errors);
        }

        // A name of its own for every try: one that loses must not take the winner's bytes with it.
        var name = $"{incoming.WorkspaceId}/{incoming.Id}-{Id<IncomingMedia>.New(time)}";
        await expiry.AddFileAsync(incoming.WorkspaceId, name, cancellationToken);
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
        var file = new StoredFile(incoming.WorkspaceId, incoming.Id, name, metered.Count, hash, incoming.Details);
        var kept = false;
        try
        {
            var inspected = await keep.InspectAsync(file, cancellationToken);
            if (inspected.Failed)
            {
                return inspected.Problem;
            }

            var answer = await commands.DoAsync(
                WorkspaceKeys.Partition(incoming.WorkspaceId),
                keyFor(hash),
                async token =>
                {
                    if (await assets.ReadAsync(incoming.WorkspaceId, incoming.Id, token) is not null)
                    {
                        return MediaUploads.AlreadyUploaded();
                    }

                    // Another file that came by the same address may have been recorded since: it is no duplicate of this one.
                    var decided = await keep.DecideAsync(inspected.Value, incoming.Details.Copy, token);
                    return decided is { IsDuplicate: true } && decided.MediaId == incoming.Id
                        ? MediaUploads.AlreadyUploaded()
                        : decided.Change;
                },
                cancellationToken
            );

            // An answer kept from an earlier request, or to bytes that were there, names another asset with its own bytes.
            kept = !answer.Failed && answer.Value.Location == KeepMedia.LocationOf(incoming.Id);
            return answer;
        }
        catch (StorageUnavailableException)
        {
            kept = true; // the row may be there: its bytes must stay, and go by their expiry where it isn't
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
}
