using System.Security.Cryptography;
using Atlas.Core.Idempotency;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>The small pictures that stand for assets: made from the file where that can be, or given by a client.</summary>
public sealed class MediaPosters(
    IMediaStore store,
    IMediaProber prober,
    IImageRenditions renditions,
    MediaAssets assets,
    MediaExpiry expiry,
    CommandLedger commands,
    TimeProvider time
)
{
    public static int MaxBytes => RenditionTarget.Poster.MaxBytes;

    /// <returns>Null where none can be made of the file, and for a rendition that is not what was asked for.</returns>
    internal async Task<MediaPoster?> MakeAsync(
        Id<Workspace> workspace,
        Id<MediaAsset> media,
        MediaProbe probe,
        Stream content,
        CancellationToken cancellationToken
    )
    {
        var made = await renditions.MakeAsync(probe, content, RenditionTarget.Poster, cancellationToken);
        if (made is not { Bytes.Length: > 0 })
        {
            return null;
        }

        var inspected = Inspect(made.Bytes);
        return inspected.Failed
            ? null
            : await SaveAsync(workspace, media, made.Bytes, inspected.Value, PosterOrigin.Made, cancellationToken);
    }

    public async Task<Outcome<Answer>> PutAsync(
        Caller caller,
        Id<MediaAsset> id,
        byte[] picture,
        CancellationToken cancellationToken
    )
    {
        if (await assets.ReadAsync(caller.WorkspaceId, id, cancellationToken) is null)
        {
            return Problem.NotFound("media");
        }

        var inspected = Inspect(picture);
        if (inspected.Failed)
        {
            return inspected.Problem;
        }

        var poster = await SaveAsync(caller.WorkspaceId, id, picture, inspected.Value, PosterOrigin.Given, cancellationToken);
        return await SwapAsync(caller, id, poster, cancellationToken);
    }

    public Task<Outcome<Answer>> RemoveAsync(Caller caller, Id<MediaAsset> id, CancellationToken cancellationToken) =>
        SwapAsync(caller, id, poster: null, cancellationToken);

    public async Task<FetchedPoster?> OpenAsync(Caller caller, Id<MediaAsset> id, CancellationToken cancellationToken) =>
        (await assets.ReadAsync(caller.WorkspaceId, id, cancellationToken))?.Value.Poster is { } poster
        && await store.OpenAsync(poster.StoredAs, cancellationToken) is { } content
            ? new FetchedPoster(poster, content)
            : null;

    private async Task<Outcome<Answer>> SwapAsync(
        Caller caller,
        Id<MediaAsset> id,
        MediaPoster? poster,
        CancellationToken cancellationToken
    )
    {
        string? before = null;
        var answer = await commands.DoAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            key: null,
            async token =>
            {
                if (await assets.ReadAsync(caller.WorkspaceId, id, token) is not { } current)
                {
                    return Problem.NotFound("media");
                }

                before = current.Value.Poster?.StoredAs;
                if (before is not null)
                {
                    await expiry.AddFileAsync(caller.WorkspaceId, before, token); // where we die before it is deleted below
                }

                var next = current.Value with { Poster = poster };
                var row = next.ToRow(StoredJson.Default.MediaAsset);
                return new Change(
                    [RowWrite.Replace(WorkspaceKeys.MediaAsset(id), row, current.ETag)],
                    Answer.Ok(MediaView.Of(next), ApiJson.Default.MediaView, EntityTag.Of(row.Span))
                );
            },
            cancellationToken
        );
        var leftOver = answer.Failed ? poster?.StoredAs : before;
        if (leftOver is not null)
        {
            await store.DeleteAsync(leftOver, cancellationToken);
        }

        return answer;
    }

    private async Task<MediaPoster> SaveAsync(
        Id<Workspace> workspace,
        Id<MediaAsset> media,
        byte[] bytes,
        MediaProbe probe,
        PosterOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var name = $"{workspace}/{media}-poster-{Id<MediaPoster>.New(time)}";
        await expiry.AddFileAsync(workspace, name, cancellationToken);
        using var content = new MemoryStream(bytes, writable: false);
        await store.SaveAsync(name, probe.ContentType, content, cancellationToken);
        return new MediaPoster
        {
            ContentType = probe.ContentType,
            Width = probe.Width ?? 0,
            Height = probe.Height ?? 0,
            SizeBytes = bytes.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            StoredAs = name,
            Origin = origin,
        };
    }

    private Outcome<MediaProbe> Inspect(byte[] bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            return Problem.TooLarge(MaxBytes);
        }

        using var content = new MemoryStream(bytes, writable: false);
        var probe = prober.Probe(content);
        if (probe is not { ContentType: "image/jpeg" or "image/png" })
        {
            return Problem.UnsupportedMedia("A poster is a JPEG or a PNG.");
        }

        if (MediaRefusals.Of(probe, declaredType: null) is { } refusal)
        {
            return refusal;
        }

        var most = RenditionTarget.Poster.MaxPixels;
        return Math.Max(probe.Width ?? 0, probe.Height ?? 0) <= most
            ? probe
            : Problem.Invalid([
                new ProblemError(
                    "body",
                    "media.poster.size",
                    "The picture is too large for a poster: scale it down.",
                    $"{most} pixels on its longer side",
                    $"{probe.Width} × {probe.Height}"
                ),
            ]);
    }
}

public sealed record FetchedPoster(MediaPoster Poster, Stream Content);
