using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;

namespace Atlas.Core.Publishing;

/// <summary>Gathers what a publisher needs, or says why the publication can't go on.</summary>
public sealed class PublishWorkAssembly(ChannelStore channels, ChannelTokens tokens, MediaAssets media, IMediaLinks links)
{
    public async Task<AssemblyAnswer> AssembleAsync(Publication publication, CancellationToken cancellationToken)
    {
        var channel = (await channels.ReadAsync(publication.WorkspaceId, publication.ChannelId, cancellationToken))?.Value;
        if (channel is not { State: ChannelState.Connected })
        {
            return new AssemblyAnswer.NotConnected(channel?.StateReason ?? "The channel is not connected.");
        }

        if (await tokens.ReadAsync(channel, cancellationToken) is not { } token)
        {
            return new AssemblyAnswer.NotConnected("The channel's access token is gone: connect the channel again.");
        }

        var assets = new MediaAsset[publication.Content.Media.Count];
        for (var i = 0; i < assets.Length; i++)
        {
            if (
                (await media.ReadAsync(publication.WorkspaceId, publication.Content.Media[i].MediaId, cancellationToken))?.Value
                is not { } asset
            )
            {
                return new AssemblyAnswer.MediaMissing(i);
            }

            assets[i] = asset;
        }

        return new AssemblyAnswer.Assembled(
            new PublishWork(
                channel,
                token,
                publication.Content,
                publication.ContentHash,
                assets,
                links.CreateFetchUrlAsync,
                publication.Cursor
            )
        );
    }
}

public abstract record AssemblyAnswer
{
    private AssemblyAnswer() { }

    public sealed record Assembled(PublishWork Work) : AssemblyAnswer;

    public sealed record NotConnected(string Reason) : AssemblyAnswer;

    public sealed record MediaMissing(int Index) : AssemblyAnswer;
}
