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
    IOptions<PublishingOptions> settings,
    PublishingMeter meter,
    TimeProvider time,
    ILogger<VisibleCall> logger
)
{
    private const int RecordAttempts = 6;
    private static readonly string s_process = $"{Environment.MachineName}-{Environment.ProcessId}";
    private long _claims;

    /// <returns>The publication with the answer recorded; null when somebody else holds the row.</returns>
    public async Task<Publication?> MakeAsync(
        Versioned<Publication> current,
        IPlatformPublisher publisher,
        PublishWork work,
        PublishStep step,
        CancellationToken cancellationToken
    )
    {
        var options = settings.Value;
        var claimed = Claim(current.Value, work, step, time.GetUtcNow(), options);
        if (await ledger.TryReplaceAsync(current, claimed, cancellationToken) is not { } held)
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
        return await RecordAsync(held, answer);
    }

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
                    publication.Attempts + publication.LostAnswers + 1,
                    publication.ContentHash,
                    now,
                    now + options.CallTimeout
                ),
            }
        ).Log(new TimelineEntry(now, "claimed"));

    /// <summary>The caller's own cancellation does not reach the call: a stop of the host lets it end, so that its answer is known.</summary>
    private async Task<StepAnswer> CallAsync(IPlatformPublisher publisher, PublishWork work, PublishStep step, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        return await platformStep.TakeAsync(publisher, work, step, problem => new StepAnswer.Unknown(problem), limit.Token);
    }

    private async Task<Publication?> RecordAsync(Versioned<Publication> held, StepAnswer answer)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryRecordAsync(held, answer);
            }
            catch (StorageUnavailableException ex) when (attempt < RecordAttempts)
            {
                Log.RecordDelayed(logger, held.Value.Id.ToString(), attempt, ex);
                await Task.Delay(
                    ex.RetryAfter ?? TimeSpan.FromMilliseconds(50 * Math.Pow(3, attempt)),
                    time,
                    CancellationToken.None
                );
            }
        }
    }

    private async Task<Publication?> TryRecordAsync(Versioned<Publication> held, StepAnswer answer)
    {
        var (now, options) = (time.GetUtcNow(), settings.Value);
        while (true)
        {
            var next = held.Value.Apply(answer, now, options);
            if (next.State == PublicationState.Published)
            {
                switch (await ledger.TryPublishAsync(held, next, CancellationToken.None))
                {
                    case PublishedRecord.Recorded:
                        meter.Published(next);
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
