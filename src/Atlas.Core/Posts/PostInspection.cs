using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Preflight;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Posts;

/// <summary>Reads the channels and media that a post names and asks each network's rules about what would go out there.</summary>
public sealed class PostInspection(
    ChannelStore channels,
    MediaAssets assets,
    PlatformPublishers publishers,
    PlatformApps apps,
    QuotaForecast forecast,
    SpacingForecast spacing,
    IImageRenditions renditions
)
{
    /// <param name="errors">Gets what names nothing: such a post can't be stored at all.</param>
    /// <returns>Null where there are errors.</returns>
    internal async ValueTask<InspectedPost?> InspectAsync(
        Id<Workspace> workspace,
        PostContent content,
        IReadOnlyList<PostVariant> variants,
        IReadOnlyList<Id<Channel>> channelIds,
        PostDue due,
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
                var own = PostVariant.Of(variants, channelIds[i], channel.Value.Platform);
                var resolved = PostVariant.Apply(content, own);
                var found = new InspectedChannel(channel.Value, resolved, own, []);
                var at = (found.OwnTime(due.TimeZone) ?? due.Schedule)?.At;
                inspected[i] = await CheckAsync(found, media, at, own: null, cancellationToken);
            }
        }

        PostLimits.CheckMediaCount(media.Count, errors);
        return errors.Count == 0 ? new InspectedPost(inspected, [.. media.Keys]) : null;
    }

    /// <summary>What the rules say about one publication's content as it is stored.</summary>
    public async Task<IReadOnlyList<FindingView>> InspectAsync(Publication publication, CancellationToken cancellationToken)
    {
        if (await channels.ReadAsync(publication.WorkspaceId, publication.ChannelId, cancellationToken) is not { } channel)
        {
            return [];
        }

        var media = await ReadMediaAsync(publication.WorkspaceId, publication.Content, [], [], cancellationToken);
        return await InspectAsync(publication, channel.Value, media, cancellationToken);
    }

    /// <summary>The same of what has been read for it.</summary>
    internal Task<IReadOnlyList<FindingView>> InspectAsync(
        Publication publication,
        PublishDraft draft,
        CancellationToken cancellationToken
    )
    {
        var media = draft.Extras.ToDictionary();
        foreach (var asset in draft.Media)
        {
            media[asset.Id] = asset;
        }

        return InspectAsync(publication, draft.Channel, media, cancellationToken);
    }

    private async Task<IReadOnlyList<FindingView>> InspectAsync(
        Publication publication,
        Channel channel,
        Dictionary<Id<MediaAsset>, MediaAsset> media,
        CancellationToken cancellationToken
    )
    {
        List<FindingView> views = [];
        var found = new InspectedChannel(channel, publication.Content, Variants: [], Findings: []);
        (await CheckAsync(found, media, publication.DueAt, publication.Id, cancellationToken)).AddTo(views);
        return views;
    }

    /// <summary>What the network lets us do with a publication like this once it is live; null where the network is switched off.</summary>
    public async ValueTask<FormatAbility?> AbilityOfAsync(Publication publication, CancellationToken cancellationToken)
    {
        if (publishers.Find(publication.Platform) is not { } publisher)
        {
            return null;
        }

        var found = await ReadMediaAsync(publication.WorkspaceId, publication.Content, [], [], cancellationToken);
        var media = publication.Content.Media.Select(use => found.GetValueOrDefault(use.MediaId)).OfType<MediaAsset>().ToList();
        return publisher.Abilities.Find(publisher.FormatOf(publication.Content, media))
            ?? publisher.Abilities.Formats.FirstOrDefault(); // its media are gone from the library: the formats of a network differ little
    }

    private async ValueTask<InspectedChannel> CheckAsync(
        InspectedChannel inspected,
        IReadOnlyDictionary<Id<MediaAsset>, MediaAsset> media,
        DateTimeOffset? due,
        Id<Publication>? own,
        CancellationToken cancellationToken
    )
    {
        var (channel, content) = (inspected.Channel, inspected.Content);
        if (publishers.Find(channel.Platform) is not { } publisher)
        {
            return Refused(
                inspected,
                "atlas.platform.off",
                $"{channel.Platform} is not switched on in this deployment: add its settings under Platforms."
            );
        }

        var missing = content
            .Media.Select(use => use.MediaId)
            .Concat(content.ExtraMedia())
            .FirstOrDefault(id => !media.ContainsKey(id));
        if (missing != default)
        {
            return Refused(inspected, "atlas.media.gone", $"The medium {missing} has been deleted. Take another one.");
        }

        var draft = new PublishDraft(
            channel,
            content,
            [.. content.Media.Select(use => CropFindings.Shown(use, media[use.MediaId]))],
            media,
            await apps.DescribeAsync(channel, cancellationToken)
        );
        var findings = publisher.Check(draft);
        if (CropFindings.Check(content, media, renditions).ToList() is { Count: > 0 } uncut)
        {
            findings = [.. findings, .. uncut];
        }

        if (due is { } at && await forecast.CheckAsync(publisher, draft, at, own, cancellationToken) is { Count: > 0 } full)
        {
            findings = [.. findings, .. full];
        }

        if (due is { } then && await spacing.CheckAsync(publisher, channel, then, own, cancellationToken) is { Count: > 0 } close)
        {
            findings = [.. findings, .. close];
        }

        if (ConsentFindings.Check(channel, due) is { Count: > 0 } ending)
        {
            findings = [.. findings, .. ending];
        }

        if (channel.State == ChannelState.Disconnected)
        {
            findings =
            [
                .. findings,
                Refusal("atlas.channel.disconnected", "The channel is disconnected. Connect the account again."),
            ];
        }

        return inspected with
        {
            Findings = findings,
            Takes = QuotaForecast.Takes(publisher, draft),
        };
    }

    private static InspectedChannel Refused(InspectedChannel inspected, string rule, string message) =>
        inspected with
        {
            Findings = [Refusal(rule, message)],
        };

    private static Finding Refusal(string rule, string message) =>
        new(FindingSeverity.Error, "channel", rule, Limit: null, Actual: null, message, Source: "Atlas");

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
        await ReadExtrasAsync(workspace, content, "", found, errors, cancellationToken);
        for (var i = 0; i < variants.Count; i++)
        {
            if (variants[i].Media is { } media)
            {
                await ReadMediaAsync(workspace, media, $"variants[{i}].media", found, errors, cancellationToken);
            }

            var own = variants[i].ApplyTo(new PostContent());
            await ReadExtrasAsync(workspace, own, $"variants[{i}].", found, errors, cancellationToken);
        }

        return found;
    }

    private async ValueTask ReadExtrasAsync(
        Id<Workspace> workspace,
        PostContent content,
        string prefix,
        Dictionary<Id<MediaAsset>, MediaAsset> found,
        List<ProblemError> errors,
        CancellationToken cancellationToken
    )
    {
        if (content.Cover is { } cover)
        {
            await ReadMediaAsync(workspace, [new PostMedia(cover)], $"{prefix}cover", found, errors, cancellationToken);
        }

        var subtitles = (content.Subtitles ?? []).Select(file => new PostMedia(file.MediaId)).ToList();
        await ReadMediaAsync(workspace, subtitles, $"{prefix}subtitles", found, errors, cancellationToken);
        for (var i = 0; i < (content.Thread?.Count ?? 0); i++)
        {
            var media = content.Thread![i].Media ?? [];
            await ReadMediaAsync(workspace, media, $"{prefix}thread[{i}].media", found, errors, cancellationToken);
        }
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
            await ReadMediumAsync(workspace, uses[i].MediaId, $"{field}[{i}].mediaId", found, errors, cancellationToken);
            if (uses[i].Crop?.RenditionId is { } rendition)
            {
                var name = $"{field}[{i}].crop.renditionId";
                await ReadMediumAsync(workspace, rendition, name, found, errors, cancellationToken);
            }
        }
    }

    private async ValueTask ReadMediumAsync(
        Id<Workspace> workspace,
        Id<MediaAsset> id,
        string field,
        Dictionary<Id<MediaAsset>, MediaAsset> found,
        List<ProblemError> errors,
        CancellationToken cancellationToken
    )
    {
        if (found.ContainsKey(id))
        {
            return;
        }

        if (await assets.ReadAsync(workspace, id, cancellationToken) is { } asset)
        {
            found.Add(id, asset.Value);
        }
        else
        {
            errors.Add(new ProblemError(field, "reference", "There is no such medium in this workspace.", Actual: id.ToString()));
        }
    }
}

/// <summary>When the post is due, where no variant says otherwise.</summary>
/// <param name="TimeZone">Of the workspace: for variants that name none.</param>
internal readonly record struct PostDue(Schedule? Schedule, string TimeZone);
