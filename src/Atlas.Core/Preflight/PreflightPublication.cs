using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Preflight;

/// <summary>All that can be known ahead about one publication: the rules, its channel and token, the forecast, and what the network says when it is asked.</summary>
public sealed partial class PreflightPublication(
    PostInspection inspection,
    PublishWorkAssembly assembly,
    PlatformPublishers publishers,
    IMediaReach reach,
    TimeProvider time,
    ILogger<PreflightPublication> logger
)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    public async Task<IReadOnlyList<FindingView>> CheckAsync(Publication publication, CancellationToken cancellationToken)
    {
        var assembled = await assembly.AssembleAsync(publication, cancellationToken);
        List<FindingView> findings =
        [
            .. assembled is AssemblyAnswer.Assembled { Work: var work }
                ? await inspection.InspectAsync(publication, work.Draft, cancellationToken)
                : await inspection.InspectAsync(publication, cancellationToken),
        ];
        foreach (var finding in await AskAsync(publication, assembled, cancellationToken))
        {
            if (!findings.Exists(known => known.Rule == finding.Rule && known.Field == finding.Field))
            {
                findings.Add(FindingView.Of(finding, publication.ChannelId, publication.Platform));
            }
        }

        if (publication.Content.Media.Count > 0 && await reach.CheckAsync(cancellationToken) is { Problem: { } problem })
        {
            // A warning: networks that take the bytes themselves need no address.
            var unreachable = new Finding(
                FindingSeverity.Warning,
                "media",
                "atlas.media.unreachable",
                Limit: null,
                Actual: null,
                $"Networks that fetch media by address can't reach this app's: {problem}",
                "Atlas: set Atlas:PublicBaseUrl"
            );
            findings.Add(FindingView.Of(unreachable, publication.ChannelId, publication.Platform));
        }

        return findings;
    }

    private async Task<IReadOnlyList<Finding>> AskAsync(
        Publication publication,
        AssemblyAnswer assembled,
        CancellationToken cancellationToken
    )
    {
        switch (assembled)
        {
            case AssemblyAnswer.NotConnected notConnected:
                return
                [
                    new Finding(
                        FindingSeverity.Error,
                        "channel",
                        "atlas.channel.notConnected",
                        Limit: null,
                        Actual: null,
                        $"{notConnected.Reason} Connect the account again: the post waits for it.",
                        "Atlas"
                    ),
                ];
            case AssemblyAnswer.Assembled { Work: var work } when publishers.Find(publication.Platform) is { } publisher:
                return await AskAsync(publisher, work, cancellationToken);
            default:
                return []; // media that are gone: the inspection has said so
        }
    }

    private async Task<IReadOnlyList<Finding>> AskAsync(
        IPlatformPublisher publisher,
        PublishWork work,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await publisher.AskAsync(work, either.Token);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            // It is a look ahead: claiming finds out what could not be asked.
            Log.NotAsked(logger, publisher.Platform, ex);
            return [];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Platform} could not be asked about a draft.")]
        public static partial void NotAsked(ILogger logger, Platform platform, Exception exception);
    }
}
