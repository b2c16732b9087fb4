using Atlas.Core.Channels;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Alerts;

/// <summary>Tells people once, when a publication's time and the grace behind it have passed and it isn't live.</summary>
public sealed class OverdueWatch(PublicationLedger ledger, IOptions<PublishingOptions> settings, TimeProvider time)
{
    /// <returns>The publication as it is now.</returns>
    public async ValueTask<Publication> LookAsync(Versioned<Publication> current, CancellationToken cancellationToken)
    {
        var (publication, now) = (current.Value, time.GetUtcNow());
        if (
            publication.DueAt is not { } due
            || now - due <= settings.Value.Grace
            || publication.OverdueFor == due
            || publication.State.IsSettled()
            || publication.Waiting is { Reason: WaitReason.Reconnect or WaitReason.Decision } // these were told when they began
                && !ChannelPublications.IsReleased(publication)
            || publication.Lease?.Until > now // its worker would lose the row in the middle of the call
        )
        {
            return publication;
        }

        var late = now - due;
        var told = (publication with { OverdueFor = due }).Log(
            new TimelineEntry(
                now,
                "overdue",
                $"{(late < TimeSpan.FromHours(1) ? $"{late.TotalMinutes:F0} min" : $"{late.TotalHours:F0} h")} behind its time and not live."
            )
        );

        // Whoever moves the row meanwhile goes first: the next sweep looks again.
        return await ledger.TryReplaceAsync(current, told, cancellationToken) is { } saved ? saved.Value : publication;
    }
}
