using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>Opens what a signed address names. Assets change rarely and are fetched in bursts: they are kept for a minute.</summary>
public sealed class FetchMedia(MediaLinks links, MediaAssets assets, IMediaStore store, TimeProvider time)
{
    private readonly ExpiringCache<Id<MediaAsset>, MediaAsset> _assets = new(time, TimeSpan.FromMinutes(1), capacity: 5000);

    /// <returns>Null where the signature is wrong or old, or the file is gone.</returns>
    public async ValueTask<FetchedMedia?> OpenAsync(
        Id<Workspace> workspace,
        Id<MediaAsset> id,
        long expires,
        string signature,
        CancellationToken cancellationToken
    )
    {
        if (!await links.IsValidAsync(workspace, id, expires, signature, cancellationToken))
        {
            return null;
        }

        if (id == MediaReach.Pixel.Id)
        {
            return await OpenAsync(MediaReach.Pixel, workspace, cancellationToken);
        }

        if (!_assets.TryGet(id, out var asset))
        {
            if (await assets.ReadAsync(workspace, id, cancellationToken) is not { } found)
            {
                return null;
            }

            asset = found.Value;
            _assets.Set(id, asset);
        }

        return await OpenAsync(asset, workspace, cancellationToken);
    }

    private async ValueTask<FetchedMedia?> OpenAsync(
        MediaAsset asset,
        Id<Workspace> workspace,
        CancellationToken cancellationToken
    ) =>
        asset.WorkspaceId == workspace && await store.OpenAsync(asset.StoredAs, cancellationToken) is { } content
            ? new FetchedMedia(asset, content)
            : null;
}

public sealed record FetchedMedia(MediaAsset Asset, Stream Content);
