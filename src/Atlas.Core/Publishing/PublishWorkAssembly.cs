using System.Collections.Frozen;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Publishing;

/// <summary>Gathers what a publisher needs, or says why the publication can't go on.</summary>
public sealed class PublishWorkAssembly(
    ChannelStore channels,
    ChannelTokens tokens,
    PlatformApps apps,
    MediaAssets media,
    IMediaLinks links,
    IMediaStore store
)
{
    private static readonly FrozenDictionary<Id<MediaAsset>, MediaAsset> s_noExtras = FrozenDictionary<
        Id<MediaAsset>,
        MediaAsset
    >.Empty;

    public async Task<AssemblyAnswer> AssembleAsync(Publication publication, CancellationToken cancellationToken)
    {
        var channel = (await channels.ReadAsync(publication.WorkspaceId, publication.ChannelId, cancellationToken))?.Value;
        if (channel is not { State: ChannelState.Connected })
        {
            return new AssemblyAnswer.NotConnected(channel?.StateReason ?? "The channel is not connected.");
        }

        Secret token;
        switch (await tokens.ReadAsync(channel, cancellationToken))
        {
            case TokenAnswer.Ready ready:
                token = ready.AccessToken;
                break;
            case TokenAnswer.NotNow notNow:
                return new AssemblyAnswer.NotNow(notNow.Reason, notNow.Until);
            case TokenAnswer.Missing missing:
                return new AssemblyAnswer.NotConnected(missing.Reason);
            case var other:
                throw new NotSupportedException(other.GetType().Name);
        }

        var assets = new MediaAsset[publication.Content.Media.Count];
        for (var i = 0; i < assets.Length; i++)
        {
            if (
                await ReadAsync(publication.WorkspaceId, publication.Content.Media[i].MediaId, cancellationToken) is not { } asset
            )
            {
                return new AssemblyAnswer.MediaMissing(i);
            }

            assets[i] = asset;
        }

        Dictionary<Id<MediaAsset>, MediaAsset>? extras = null;
        foreach (var id in publication.Content.ExtraMedia())
        {
            if (
                extras?.ContainsKey(id) is not true
                && await ReadAsync(publication.WorkspaceId, id, cancellationToken) is { } extra
            )
            {
                (extras ??= []).Add(id, extra);
            }
        }

        return new AssemblyAnswer.Assembled(
            new PublishWork(
                channel,
                token,
                publication.Content,
                publication.ContentHash,
                assets,
                extras ?? (IReadOnlyDictionary<Id<MediaAsset>, MediaAsset>)s_noExtras,
                links.CreateFetchUrlAsync,
                (asset, cancellation) => store.OpenAsync(asset.StoredAs, cancellation),
                await apps.FindAsync(channel, cancellationToken),
                publication.Cursor
            )
            {
                PublicationId = publication.Id,
            }
        );
    }

    private async ValueTask<MediaAsset?> ReadAsync(
        Id<Workspace> workspace,
        Id<MediaAsset> id,
        CancellationToken cancellationToken
    ) => (await media.ReadAsync(workspace, id, cancellationToken))?.Value;
}

public abstract record AssemblyAnswer
{
    private AssemblyAnswer() { }

    public sealed record Assembled(PublishWork Work) : AssemblyAnswer;

    public sealed record NotConnected(string Reason) : AssemblyAnswer;

    /// <summary>The channel is connected, but its token has ended and the next could not be had yet.</summary>
    public sealed record NotNow(string Reason, DateTimeOffset Until) : AssemblyAnswer;

    public sealed record MediaMissing(int Index) : AssemblyAnswer;
}
