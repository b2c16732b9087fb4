using System.Security.Cryptography;
using Atlas.Core;
using Atlas.Core.Media;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Functions.Setup;

/// <summary>A file of the deployment itself, stored, fetched by its signed address and deleted: what a network does with media.</summary>
public sealed class MediaProbeFile(IMediaStore store, IMediaLinks links, IRowStore rows, TimeProvider time)
{
    /// <summary>No workspace: the file is nobody's.</summary>
    private static readonly Id<Workspace> s_deployment = default;

    /// <returns>What is wrong; null where nothing is.</returns>
    public async Task<string?> ProbeAsync(PublicProbe outside, CancellationToken cancellationToken)
    {
        var bytes = RandomNumberGenerator.GetBytes(256);
        var id = Id<MediaAsset>.New(time);
        var asset = new MediaAsset
        {
            Id = id,
            WorkspaceId = s_deployment,
            FileName = "setup-probe.bin",
            ContentType = "application/octet-stream",
            SizeBytes = bytes.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Probe = new MediaProbe { Kind = MediaKind.Document, ContentType = "application/octet-stream" },
            StoredAs = $"{s_deployment}/{id}",
            CreatedAt = time.GetUtcNow(),
        };
        var (partition, key) = (WorkspaceKeys.Partition(s_deployment), WorkspaceKeys.MediaAsset(id));
        using var content = new MemoryStream(bytes);
        await store.SaveAsync(asset.StoredAs, asset.ContentType, content, cancellationToken);
        try
        {
            await rows.WriteAsync(
                partition,
                [RowWrite.Insert(key, asset.ToRow(StoredJson.Default.MediaAsset))],
                cancellationToken
            );
            return await outside.ExpectBytesAsync(
                await links.CreateFetchUrlAsync(asset, cancellationToken),
                bytes,
                cancellationToken
            );
        }
        finally
        {
            await rows.WriteAsync(partition, [RowWrite.Delete(key)], CancellationToken.None);
            await store.DeleteAsync(asset.StoredAs, CancellationToken.None);
        }
    }
}
