using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;

namespace Atlas.Core.Preflight;

/// <summary>What a stored publication takes, or took, from the budgets that its network counts.</summary>
internal static class PublicationCosts
{
    public static async ValueTask<IReadOnlyList<QuotaCost>> OfAsync(
        MediaAssets assets,
        IPlatformPublisher publisher,
        Channel channel,
        PlatformApp? app,
        Publication publication,
        CancellationToken cancellationToken
    )
    {
        Dictionary<Id<MediaAsset>, MediaAsset> found = [];
        var content = publication.Content;
        foreach (var id in content.Media.Select(use => use.MediaId).Concat(content.ExtraMedia()).Distinct())
        {
            if ((await assets.ReadAsync(publication.WorkspaceId, id, cancellationToken))?.Value is { } asset)
            {
                found.Add(id, asset);
            }
        }

        var media = content.Media.Select(use => found.GetValueOrDefault(use.MediaId)).OfType<MediaAsset>().ToList();
        return publisher.Costs(new PublishDraft(channel, content, media, found, app));
    }
}
