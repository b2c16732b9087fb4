using System.Diagnostics;
using Atlas.Core.Platforms;
using Atlas.Core.Tracing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Publishing;

/// <summary>Calls the network for a child step. Faults of ours become answers: what may have been sent is unknown, and nothing else is true.</summary>
public sealed partial class ChildCall(
    TokenRefusals refusals,
    NetworkLimits limits,
    IOptions<PublishingOptions> settings,
    TimeProvider time,
    ILogger<ChildCall> logger
)
{
    internal Task<StepAnswer> MakeAsync(
        IPlatformPublisher publisher,
        ChildWork work,
        PublishStep step,
        CancellationToken cancellationToken
    ) => MakeAsync(work, step, token => publisher.AdvanceChildAsync(work, step, token), cancellationToken);

    internal async Task<StepAnswer> MakeAsync(
        ChildWork work,
        PublishStep step,
        Func<CancellationToken, Task<StepAnswer>> make,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(settings.Value.CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        StepAnswer answer;
        using var span = PublicationTrace.StartStep(step, work.Publish.Channel.Platform);
        try
        {
            answer = await make(either.Token);
            span?.SetTag("atlas.answer", answer.GetType().Name);
        }
        catch (Exception ex)
        {
            span?.SetStatus(ActivityStatusCode.Error, ex.GetType().Name);
            Log.Faulted(logger, work.Name, work.Publish.PublicationId.ToString(), ex);
            return step.Effect == StepEffect.Once
                ? new StepAnswer.Unknown(Faults.Problem(step))
                : new StepAnswer.Refused(RefusalClass.Transient, Faults.Problem(step), work.Cursor);
        }

        await limits.HearAsync(work.Publish, answer);
        return answer is StepAnswer.Unknown unknown && step.Effect != StepEffect.Once
            ? new StepAnswer.Refused(RefusalClass.Transient, unknown.Problem, work.Cursor)
            : await refusals.HearAsync(work.Publish, answer);
    }

    internal async Task<FindAnswer> FindAsync(
        IPlatformPublisher publisher,
        ChildWork work,
        DateTimeOffset notBefore,
        CancellationToken cancellationToken
    )
    {
        FindAnswer found;
        try
        {
            found = await publisher.FindChildAsync(work, notBefore, cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Faulted(logger, work.Name, work.Publish.PublicationId.ToString(), ex);
            return new FindAnswer.Unreadable("Asking the network broke off.", Ever: false);
        }

        if (found is FindAnswer.Unreadable { TokenRefused: true } refused)
        {
            await refusals.IsDeadAsync(work.Publish, refused.Reason);
        }

        return found;
    }

    internal async Task<LiveAnswer> ReadLiveAsync(
        IPlatformPublisher publisher,
        PublishWork work,
        string platformPostId,
        CancellationToken cancellationToken
    )
    {
        LiveAnswer seen;
        try
        {
            seen = await publisher.ReadLiveAsync(work, platformPostId, cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Faulted(logger, "read", work.PublicationId.ToString(), ex);
            return new LiveAnswer.Unreadable("Asking the network broke off.", Ever: false);
        }

        if (seen is LiveAnswer.Unreadable { TokenRefused: true } refused)
        {
            await refusals.IsDeadAsync(work, refused.Reason);
        }

        return seen;
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "The child step {Step} of publication {PublicationId} broke off with a fault of ours."
        )]
        public static partial void Faulted(ILogger logger, string step, string publicationId, Exception exception);
    }
}
