using Atlas.Core.Idempotency;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Preflight;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>
/// Cuts a part out of a picture and keeps it as a file of its own, where something that can do it is plugged in. Else it says to
/// what exactly the picture has to be cut before it is uploaded.
/// </summary>
public sealed class MakeRendition(
    MediaAssets assets,
    IMediaStore store,
    IImageRenditions renditions,
    ReceiveMedia receive,
    CommandLedger commands,
    MediaOptions options,
    TimeProvider time
)
{
    public async Task<Outcome<Answer>> HandleAsync(
        Caller caller,
        Id<MediaAsset> id,
        MediaCrop crop,
        IdempotencyKey? idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        var partition = WorkspaceKeys.Partition(caller.WorkspaceId);
        if (idempotencyKey is not null && await commands.ReadKeptAsync(partition, idempotencyKey, cancellationToken) is { } kept)
        {
            return kept.Replay(idempotencyKey); // before the picture is cut again
        }

        if ((await assets.ReadAsync(caller.WorkspaceId, id, cancellationToken))?.Value is not { } asset)
        {
            return Problem.NotFound("media");
        }

        List<ProblemError> errors = [];
        CropLimits.Check(crop, "ratio", prefix: "", errors);
        if (crop.RenditionId is not null)
        {
            errors.Add(new ProblemError("renditionId", "readOnly", "Leave it out: the answer is the rendition."));
        }

        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        if (crop.RegionOf(asset) is not { } region)
        {
            return Problem.Invalid("mediaId", "atlas.crop.kind", "A part can be cut out of pictures alone.");
        }

        if (await CutAsync(asset, region, cancellationToken) is not { } bytes)
        {
            return Problem.Invalid([
                new ProblemError(
                    "mediaId",
                    "atlas.crop.rendition",
                    $"This deployment has nothing that cuts such pictures. Cut it to {region.Width} × {region.Height} pixels from {region.X}, {region.Y}, upload that and name it in renditionId.",
                    region.Size,
                    $"{asset.Probe.Width} × {asset.Probe.Height} px"
                ),
            ]);
        }

        using var content = new MemoryStream(bytes);
        var details = new MediaDetails
        {
            FileName = $"{Path.GetFileNameWithoutExtension(asset.FileName)}-{region.Width}x{region.Height}",
            AltText = asset.AltText,
            Tags = asset.Tags,
            Retention = asset.Retention,
        };
        return await receive.HandleAsync(
            new IncomingMedia(caller.WorkspaceId, Id<MediaAsset>.New(time), details, options.MaxMediaBytes, content),
            _ => idempotencyKey,
            cancellationToken
        );
    }

    private async Task<byte[]?> CutAsync(MediaAsset asset, CropRegion region, CancellationToken cancellationToken)
    {
        if (!renditions.CanCrop(asset.Probe) || await store.OpenAsync(asset.StoredAs, cancellationToken) is not { } content)
        {
            return null;
        }

        await using (content)
        {
            var most = (int)Math.Min(options.MaxMediaBytes, int.MaxValue);
            var target = new RenditionTarget(Math.Max(region.Width, region.Height), most) { Region = region };
            return (await renditions.MakeAsync(asset.Probe, content, target, cancellationToken))?.Bytes;
        }
    }
}
