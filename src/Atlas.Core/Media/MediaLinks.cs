using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>
/// Addresses for the networks: the store's own where it has them, else signed ones of this app. The expiry is rounded up to
/// whole hours, so an asset keeps its address within an hour and works for at least two more.
/// </summary>
public sealed class MediaLinks(IMediaStore store, SigningKeys keys, MediaOptions options, TimeProvider time) : IMediaLinks
{
    public async ValueTask<Uri> CreateFetchUrlAsync(MediaAsset asset, CancellationToken cancellationToken)
    {
        var hour = (time.GetUtcNow().ToUnixTimeSeconds() / 3600) + 3;
        var expires = DateTimeOffset.FromUnixTimeSeconds(hour * 3600);
        if (await store.CreateReadUrlAsync(asset.StoredAs, expires, cancellationToken) is { } direct)
        {
            return direct;
        }

        var baseUrl =
            options.PublicBaseUrl
            ?? throw new InvalidOperationException(
                "Set Atlas:PublicBaseUrl to the address at which networks reach this app: they fetch media from it."
            );
        return new Uri($"{baseUrl.TrimEnd('/')}{await CreatePathAsync(asset.WorkspaceId, asset.Id, expires, cancellationToken)}");
    }

    public async ValueTask<bool> IsValidAsync(
        Id<Workspace> workspace,
        Id<MediaAsset> media,
        long expires,
        string signature,
        CancellationToken cancellationToken
    ) =>
        expires > time.GetUtcNow().ToUnixTimeSeconds()
        && MediaSignature.IsValid(
            await keys.ReadAsync(SigningKeys.Media, cancellationToken),
            workspace,
            media,
            expires,
            signature
        );

    private async ValueTask<string> CreatePathAsync(
        Id<Workspace> workspace,
        Id<MediaAsset> media,
        DateTimeOffset expiresAt,
        CancellationToken cancellationToken
    )
    {
        var expires = expiresAt.ToUnixTimeSeconds();
        var key = await keys.ReadAsync(SigningKeys.Media, cancellationToken);
        return $"/media/{workspace}/{media}?e={expires}&s={MediaSignature.Sign(key, workspace, media, expires)}";
    }
}
