using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Publishing;

/// <summary>
/// Settles a publication whose intent has no result, by reading alone: it is live, or it is not and may be tried again, or
/// the network can't tell and a person decides. It never sends anything.
/// </summary>
public sealed partial class ReconcilePublication(
    PublicationLedger ledger,
    LookAlikes lookAlikes,
    PublishWorkAssembly assembly,
    PlatformPublishers publishers,
    TokenRefusals refusals,
    IOptions<PublishingOptions> settings,
    PublishingMeter meter,
    TimeProvider time,
    ILogger<ReconcilePublication> logger
)
{
    private static readonly TimeSpan s_askAgain = TimeSpan.FromSeconds(30);

    /// <summary>How long what is live may go without a post of its own to be seen, before a person is asked.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromHours(1);

    /// <returns>Null where the way is open again, or somebody moved the row: look again.</returns>
    public async Task<AdvanceAnswer?> SettleAsync(Versioned<Publication> current, CancellationToken cancellationToken)
    {
        var (publication, now) = (current.Value, time.GetUtcNow());
        if (publication.Lease is { } lease && lease.Until > now)
        {
            // Its worker may be in the middle of the call.
            return AdvanceAnswer.Wait(publication.State, lease.Until);
        }

        if (publication.State != PublicationState.Unknown && !publication.IsAccepted)
        {
            meter.LostAnswer();
            var lost = publication.LostAnswer(
                "The worker that made the call ended before it stored an answer.",
                null,
                now,
                settings.Value
            );
            lost = lost with { Waiting = lost.Waiting! with { Until = now } };
            if (await ledger.TryReplaceAsync(current, lost, cancellationToken) is not { } saved)
            {
                return null;
            }

            (current, publication) = (saved, lost);
        }

        if (publication.Waiting is { Reason: WaitReason.Decision })
        {
            return AdvanceAnswer.Final(publication.State.ToString());
        }

        if (publication.Waiting?.Until > now)
        {
            return AdvanceAnswer.Wait(publication.State, publication.Waiting.Until.Value);
        }

        if (await assembly.AssembleAsync(publication, cancellationToken) is not AssemblyAnswer.Assembled { Work: var work })
        {
            return await WaitAsync(
                current,
                "The channel has to be connected before the network can be asked whether the post is live.",
                s_askAgain,
                cancellationToken
            );
        }

        var publisher = publishers[publication.Platform];
        var asked = time.GetUtcNow();
        return await AskAsync(publisher, work, publication, cancellationToken) switch
        {
            FindAnswer.Found found => await FoundAsync(current, found, asked, cancellationToken),
            FindAnswer.Absent absent => await AbsentAsync(current, absent, asked, cancellationToken),
            FindAnswer.Unreadable { Ever: true } unreadable => await DecideAsync(current, unreadable.Reason, cancellationToken),
            FindAnswer.Unreadable { IsProcessing: true } processing => await ProcessingAsync(
                current,
                processing.Reason,
                cancellationToken
            ),
            FindAnswer.Unreadable unreadable => await NotReadAsync(current, work, unreadable, cancellationToken),
            var other => throw new NotSupportedException(other.GetType().Name),
        };
    }

    private async Task<FindAnswer> AskAsync(
        IPlatformPublisher publisher,
        PublishWork work,
        Publication publication,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var found = await publisher.FindPublishedAsync(
                work with
                {
                    IsRestored = publication.Intent!.IsDoubtOfRestore(),
                },
                publication.Intent!.NotBefore,
                cancellationToken
            );

            // Whoever is certain of absence has asked for the state of what the copy knew, and something newer may have gone out.
            return found is FindAnswer.Absent { Certain: true } absent && publication.Intent!.IsDoubtOfRestore()
                ? new FindAnswer.Unreadable(
                    $"After the data was put back from a copy it can't be told what was published since. {absent.Evidence}",
                    Ever: true
                )
                : found;
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.AskFaulted(logger, publication.Id.ToString(), ex);
            return new FindAnswer.Unreadable("Asking the network broke off.", Ever: false);
        }
    }

    /// <summary>The network has it: whatever was lost before, it is only waited for.</summary>
    private async Task<AdvanceAnswer?> ProcessingAsync(
        Versioned<Publication> current,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        if (current.Value.IsAccepted)
        {
            return AdvanceAnswer.Wait(current.Value.State, now + s_askAgain);
        }

        var problem = new PlatformProblem("atlas.accepted", reason, "", Source: null);
        var accepted = current.Value.Accepted(new StepAnswer.Unknown(problem), now, settings.Value);
        accepted = accepted with { Waiting = accepted.Waiting! with { Until = null } };
        return await ledger.TryReplaceAsync(current, accepted, cancellationToken) is null
            ? null
            : AdvanceAnswer.Wait(accepted.State, now + s_askAgain);
    }

    private async Task<AdvanceAnswer?> NotReadAsync(
        Versioned<Publication> current,
        PublishWork work,
        FindAnswer.Unreadable unreadable,
        CancellationToken cancellationToken
    )
    {
        if (unreadable.TokenRefused)
        {
            await refusals.IsDeadAsync(work, unreadable.Reason);
        }

        return await WaitAsync(current, unreadable.Reason, s_askAgain, cancellationToken);
    }

    private async Task<AdvanceAnswer?> FoundAsync(
        Versioned<Publication> current,
        FindAnswer.Found found,
        DateTimeOffset asked,
        CancellationToken cancellationToken
    )
    {
        var candidates = found.ProvenLive
            ? found.Candidates
            : await lookAlikes.WithoutOthersAsync(current.Value, found.Candidates, cancellationToken);
        for (var i = 0; i < candidates.Count; i++)
        {
            var candidate = candidates[i];
            var done = new StepAnswer.Done(
                candidate.PlatformPostId,
                candidate.Permalink,
                candidate.PublishedAt,
                current.Value.Cursor
            );
            var live = current.Value.Published(done, time.GetUtcNow(), candidate.Evidence);
            var second = await lookAlikes.FindSecondAsync(current.Value, candidates.Skip(i + 1), cancellationToken);
            if (second is not null)
            {
                live = live.Doubled(second, time.GetUtcNow());
            }

            switch (await ledger.TryPublishAsync(current, live, cancellationToken))
            {
                case PublishedRecord.Recorded:
                    if (!current.Value.IsAccepted) // nothing of it was lost
                    {
                        meter.Settled();
                    }

                    if (second is not null)
                    {
                        meter.Doubled(live);
                    }

                    return AdvanceAnswer.Final(live.State.ToString(), publishers.HasChildSteps(live));
                case PublishedRecord.Changed:
                    return null;
            }
        }

        if (found.ProvenLive)
        {
            const string Taken =
                "The network says that the post is live, and every post that it can be is another publication's.";
            if (time.GetUtcNow() > current.Value.Intent!.Deadline + s_patience)
            {
                return await DecideAsync(current, Taken, cancellationToken);
            }

            return await WaitAsync(
                current,
                "The post is live, but which of the account's posts it is can't be seen yet.",
                s_askAgain,
                cancellationToken
            );
        }

        if (candidates.Count < found.Candidates.Count)
        {
            return await WaitAsync(
                current,
                "A post that looks like it may be another publication's, whose own outcome is not known yet.",
                s_askAgain,
                cancellationToken
            );
        }

        return await AbsentAsync(
            current,
            new FindAnswer.Absent("Every post that matches belongs to another publication.", Certain: false),
            asked,
            cancellationToken
        );
    }

    /// <param name="asked">What the network showed is of that time, however long its answer was on the way or its worker asleep.</param>
    private async Task<AdvanceAnswer?> AbsentAsync(
        Versioned<Publication> current,
        FindAnswer.Absent absent,
        DateTimeOffset asked,
        CancellationToken cancellationToken
    )
    {
        var (now, options) = (time.GetUtcNow(), settings.Value);
        var proof = current.Value.Intent!.Deadline + (absent.Certain ? options.SettleTime : options.UncertainSettleTime);
        if (asked < proof)
        {
            // Absence proves nothing yet. The certain kind is asked once more at the end, the other kind meanwhile too.
            var until = absent.Certain || proof - now < s_askAgain ? proof : now + s_askAgain;
            return await WaitAsync(current, absent.Evidence, until > now ? until - now : TimeSpan.Zero, cancellationToken);
        }

        var next = current.Value.NothingHappened(absent.Evidence, now, options);
        if (await ledger.TryReplaceAsync(current, next, cancellationToken) is not null)
        {
            meter.Settled();
        }

        return null;
    }

    private async Task<AdvanceAnswer?> DecideAsync(
        Versioned<Publication> current,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var waiting = current.Value.WaitFor(
            WaitReason.Decision,
            $"{reason} Look at the channel and say whether the post is there.",
            null,
            time.GetUtcNow()
        ) with
        {
            State = PublicationState.Unknown, // what the network had accepted, too: only that state is a person's to resolve
        };
        return await ledger.TryReplaceAsync(current, waiting, cancellationToken) is null
            ? null
            : AdvanceAnswer.Final(waiting.State.ToString());
    }

    /// <summary>The reason is stored once; asking again and again for the same one writes nothing.</summary>
    private async Task<AdvanceAnswer?> WaitAsync(
        Versioned<Publication> current,
        string reason,
        TimeSpan delay,
        CancellationToken cancellationToken
    )
    {
        var until = time.GetUtcNow() + delay;
        if (current.Value.Waiting?.Message == reason || current.Value.IsAccepted) // what could not be asked takes nothing back
        {
            return AdvanceAnswer.Wait(current.Value.State, until);
        }

        var waiting = current.Value with { Waiting = new Waiting(WaitReason.Reconcile, reason, null) };
        return await ledger.TryReplaceAsync(current, waiting, cancellationToken) is null
            ? null
            : AdvanceAnswer.Wait(waiting.State, until);
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "Asking the network about publication {PublicationId} broke off with a fault of ours."
        )]
        public static partial void AskFaulted(ILogger logger, string publicationId, Exception exception);
    }
}
