using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Publishing;

/// <summary>
/// Makes the one call that may not be made twice: claim and intent are stored first, the lease is checked right before the
/// call, the call ends before the lease does, and its answer is stored whatever it is.
/// </summary>
public sealed partial class VisibleCall(
    PublicationLedger ledger,
    PlatformStep platformStep,
    PublishingGate gate,
    DueIndex dueIndex,
    IOptions<PublishingOptions> settings,
    PublishingMeter meter,
    TimeProvider time,
    ILogger<VisibleCall> logger
)
{
    private const int RecordAttempts = 6;
    private static readonly string s_process = $"{Environment.MachineName}-{Environment.ProcessId}";
    private long _claims;

    /// <param name="seen">When the channel and all else that the call rests on was read.</param>
    /// <returns>The publication with the answer recorded; null when somebody else holds the row, or it has to be looked at again.</returns>
    public async Task<Publication?> MakeAsync(
        Versioned<Publication> current,
        IPlatformPublisher publisher,
        PublishWork work,
        PublishStep step,
        DateTimeOffset seen,
        CancellationToken cancellationToken
    )
    {
        var options = settings.Value;
        var place = await gate.TakePlaceAsync(current.Value, work, publisher, cancellationToken);
        if (place.Wait is { } wait)
        {
            var waiting = (current.Value with { Cursor = work.Cursor }).WaitAt(wait, time.GetUtcNow());
            return await ledger.TryReplaceAsync(current, waiting, cancellationToken) is null ? null : waiting;
        }

        if (time.GetUtcNow() - seen > options.LeaseDuration)
        {
            return null; // a worker that slept: the channel may be disconnected by now, or the post's time over
        }

        var claimed = Claim(current.Value, work, step, time.GetUtcNow(), options);
        if (await ledger.TryReplaceAsync(current, claimed, cancellationToken, place.Write) is not { } held)
        {
            return null;
        }

        // The fence: a worker that was stalled after its claim may find the lease nearly over, and must not start a call then.
        if (time.GetUtcNow() + options.CallTimeout >= claimed.Lease!.Until)
        {
            await ledger.TryReplaceAsync(held, current.Value, cancellationToken);
            return null;
        }

        var answer = await CallAsync(publisher, work, step, options.CallTimeout);
        return
            answer is StepAnswer.Continue accepted
            && step.Visible
            && publisher.NextStep(work with { Cursor = accepted.Cursor }) is { Effect: StepEffect.Once, Visible: true }
            ? await FollowAsync(held, accepted, publisher, work with { Cursor = accepted.Cursor })
            : await RecordAsync(held, answer);
    }

    /// <summary>
    /// The network has taken it and makes it live by itself: from here on nobody may change or cancel it, and what follows only
    /// asks what became of it. The claim and its intent stand until that is known.
    /// </summary>
    private async Task<Publication?> FollowAsync(
        Versioned<Publication> held,
        StepAnswer.Continue accepted,
        IPlatformPublisher publisher,
        PublishWork work
    )
    {
        var taken = held.Value with { Cursor = accepted.Cursor };
        if (
            await RetryAsync(held.Value, () => ledger.TryReplaceAsync(held, taken, CancellationToken.None)) is not { } followed
            || held.Value.Lease!.Until - time.GetUtcNow() is var left && left <= TimeSpan.Zero
        )
        {
            // Its cursor may be lost: reconciling then looks among the account's posts.
            return await RecordAsync(held, Unsettled(accepted.Call), accepted.Cursor);
        }

        var limit = left < settings.Value.CallTimeout ? left : settings.Value.CallTimeout;
        var answer = await CallAsync(publisher, work, publisher.NextStep(work), limit);
        return answer is StepAnswer.Done or StepAnswer.Refused { Class: RefusalClass.Rejected }
            ? await RecordAsync(followed, answer)
            : await RecordAsync(followed, Unsettled(answer.Call));
    }

    private static StepAnswer.Unknown Unsettled(PlatformCall? call) =>
        new(new PlatformProblem("atlas.accepted", "The network has taken the post and is processing it.", "", null))
        {
            Call = call,
            IsAccepted = true,
        };

    private Publication Claim(
        Publication publication,
        PublishWork work,
        PublishStep step,
        DateTimeOffset now,
        PublishingOptions options
    ) =>
        (
            publication with
            {
                State = PublicationState.Publishing,
                Cursor = work.Cursor,
                Waiting = null,
                Lease = new Lease($"{s_process}-{Interlocked.Increment(ref _claims)}", now + options.LeaseDuration),
                Intent = new Intent(
                    step.Name,
                    publication.NextAttempt,
                    publication.ContentHash,
                    now,
                    now + options.LeaseDuration // a slow claim lets the call begin later, but never end after its lease
                ),
            }
        ).Log(new TimelineEntry(now, "claimed", $"Attempt {publication.NextAttempt}: {step.Name}."));

    /// <summary>The caller's own cancellation does not reach the call: a stop of the host lets it end, so that its answer is known.</summary>
    private async Task<StepAnswer> CallAsync(IPlatformPublisher publisher, PublishWork work, PublishStep step, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        return await platformStep.TakeAsync(publisher, work, step, limit.Token);
    }

    /// <param name="cursor">Of what was accepted, where that could not be stored yet.</param>
    private Task<Publication?> RecordAsync(Versioned<Publication> held, StepAnswer answer, string? cursor = null) =>
        RetryAsync(held.Value, () => TryRecordAsync(held, answer, cursor));

    private async Task<T> RetryAsync<T>(Publication publication, Func<Task<T>> write)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await write();
            }
            catch (StorageUnavailableException ex) when (attempt < RecordAttempts)
            {
                Log.RecordDelayed(logger, publication.Id.ToString(), attempt, ex);
                await Task.Delay(
                    ex.RetryAfter ?? TimeSpan.FromMilliseconds(50 * Math.Pow(3, attempt)),
                    time,
                    CancellationToken.None
                );
            }
        }
    }

    private async Task<Publication?> TryRecordAsync(Versioned<Publication> held, StepAnswer answer, string? cursor)
    {
        var (now, options) = (time.GetUtcNow(), settings.Value);
        while (true)
        {
            var before = cursor is null ? held.Value : held.Value with { Cursor = cursor };
            var next = before.Apply(answer, now, options);
            if (next.State == PublicationState.Published)
            {
                switch (await ledger.TryPublishAsync(held, next, CancellationToken.None))
                {
                    case PublishedRecord.Recorded:
                        return next;
                    case PublishedRecord.OwnedByAnother:
                        // The network answered with a post that is ours already under another publication: it took this one for a repeat.
                        answer = new StepAnswer.Unknown(
                            new PlatformProblem(
                                "atlas.duplicate",
                                "The network answered with the id of another publication's post.",
                                "Look at the channel.",
                                null
                            )
                        );
                        continue;
                }
            }
            else if (await ledger.TryReplaceAsync(held, next, CancellationToken.None) is not null)
            {
                if (next.State == PublicationState.Unknown)
                {
                    meter.LostAnswer();
                }
                else if (next.IsAccepted)
                {
                    meter.Accepted();
                }

                return next;
            }

            // Somebody moved the row: a write of ours whose answer was lost, or a worker that took the lease over and asks the network.
            if (await ledger.ReadAsync(held.Value.WorkspaceId, held.Value.Id, CancellationToken.None) is not { } now2)
            {
                return null;
            }

            if (
                now2.Value.Intent is not { } intent
                || intent.At != held.Value.Intent!.At
                || intent.Attempt != held.Value.Intent.Attempt
            )
            {
                return now2.Value.State == next.State ? now2.Value : null;
            }

            if (now2.Value.State == PublicationState.Unknown)
            {
                if (next.State == PublicationState.Unknown && cursor is null)
                {
                    return now2.Value; // they know all that we know, and may be further: a person may have been asked already
                }

                // Nobody carries what waits for a person. Who wakes up with the answer after all sees to it that the rest is done.
                await dueIndex.AddAsync([DueEntry.Of(next, now)], CancellationToken.None);
            }

            held = now2;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "The answer for publication {PublicationId} could not be stored yet (attempt {Attempt})."
        )]
        public static partial void RecordDelayed(ILogger logger, string publicationId, int attempt, Exception exception);
    }
}
