using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Posts;

/// <summary>Reads the channels and media that a post names and asks each network's rules about what would go out there.</summary>
public sealed class PostInspection(ChannelStore channels, MediaAssets assets, PlatformPublishers publishers)
{
    /// <param name="errors">Gets what names nothing: such a post can't be stored at all.</param>
    /// <returns>Null where there are errors.</returns>
    internal async ValueTask<InspectedPost?> InspectAsync(
        Id<Workspace> workspace,
        PostContent content,
        IReadOnlyList<PostVariant> variants,
        IReadOnlyList<Id<Channel>> channelIds,
        List<ProblemError> errors,
        CancellationToken cancellationToken
    )
    {
        var media = await ReadMediaAsync(workspace, content, variants, errors, cancellationToken);
        var inspected = new InspectedChannel[channelIds.Count];
        for (var i = 0; i < channelIds.Count; i++)
        {
            if (await channels.ReadAsync(workspace, channelIds[i], cancellationToken) is not { } channel)
            {
                errors.Add(
                    new ProblemError(
                        $"channelIds[{i}]",
                        "reference",
                        "There is no such channel in this workspace.",
                        Actual: channelIds[i].ToString()
                    )
                );
            }
            else if (errors.Count == 0)
            {
                var variant = FindVariant(variants, channelIds[i]);
                var own = variant < 0 ? content : variants[variant].ApplyTo(content);
                inspected[i] = new InspectedChannel(
                    channel.Value,
                    own,
                    variant < 0 ? null : variants[variant],
                    variant,
                    Check(channel.Value, own, media)
                );
            }
        }

        PostLimits.CheckMediaCount(media.Count, errors);
        return errors.Count == 0 ? new InspectedPost(inspected, [.. media.Keys]) : null;
    }

    /// <summary>What the rules say about one publication's content as it is stored.</summary>
    public async Task<IReadOnlyList<FindingView>> InspectAsync(Publication publication, CancellationToken cancellationToken)
    {
        if (
            await channels.ReadAsync(publication.WorkspaceId, publication.ChannelId, cancellationToken) is not { } channel
            || await ReadMediaAsync(publication.WorkspaceId, publication.Content, [], [], cancellationToken) is not { } media
        )
        {
            return [];
        }

        List<FindingView> views = [];
        new InspectedChannel(
            channel.Value,
            publication.Content,
            Variant: null,
            VariantIndex: -1,
            Check(channel.Value, publication.Content, media)
        ).AddTo(views);
        return views;
    }

    private IReadOnlyList<Finding> Check(
        Channel channel,
        PostContent content,
        IReadOnlyDictionary<Id<MediaAsset>, MediaAsset> media
    )
    {
        if (publishers.Find(channel.Platform) is not { } publisher)
        {
            return
            [
                Refusal(
                    "atlas.platform.off",
                    $"{channel.Platform} is not switched on in this deployment: add its settings under Platforms."
                ),
            ];
        }

        var own = new List<MediaAsset>(content.Media.Count);
        foreach (var use in content.Media)
        {
            if (!media.TryGetValue(use.MediaId, out var asset))
            {
                return [Refusal("atlas.media.gone", $"The medium {use.MediaId} has been deleted. Take another one.")];
            }

            own.Add(asset);
        }

        var findings = publisher.Check(content, own, channel);
        return channel.State == ChannelState.Disconnected
            ? [.. findings, Refusal("atlas.channel.disconnected", "The channel is disconnected. Connect the account again.")]
            : findings;
    }

    private static Finding Refusal(string rule, string message) =>
        new(FindingSeverity.Error, "channel", rule, Limit: null, Actual: null, message, Source: "Atlas");

    private static int FindVariant(IReadOnlyList<PostVariant> variants, Id<Channel> channel)
    {
        for (var i = 0; i < variants.Count; i++)
        {
            if (variants[i].ChannelId == channel)
            {
                return i;
            }
        }

        return -1;
    }

    private async ValueTask<Dictionary<Id<MediaAsset>, MediaAsset>> ReadMediaAsync(
        Id<Workspace> workspace,
        PostContent content,
        IReadOnlyList<PostVariant> variants,
        List<ProblemError> errors,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<Id<MediaAsset>, MediaAsset>();
        await ReadMediaAsync(workspace, content.Media, "media", found, errors, cancellationToken);
        for (var i = 0; i < variants.Count; i++)
        {
            if (variants[i].Media is { } media)
            {
                await ReadMediaAsync(workspace, media, $"variants[{i}].media", found, errors, cancellationToken);
            }
        }

        return found;
    }

    private async ValueTask ReadMediaAsync(
        Id<Workspace> workspace,
        IReadOnlyList<PostMedia> uses,
        string field,
        Dictionary<Id<MediaAsset>, MediaAsset> found,
        List<ProblemError> errors,
        CancellationToken cancellationToken
    )
    {
        for (var i = 0; i < uses.Count; i++)
        {
            if (found.ContainsKey(uses[i].MediaId))
            {
                continue;
            }

            if (await assets.ReadAsync(workspace, uses[i].MediaId, cancellationToken) is { } asset)
            {
                found.Add(uses[i].MediaId, asset.Value);
            }
            else
            {
                errors.Add(
                    new ProblemError(
                        $"{field}[{i}].mediaId",
                        "reference",
                        "There is no such medium in this workspace.",
                        Actual: uses[i].MediaId.ToString()
                    )
                );
            }
        }
    }
}
