using System.Diagnostics;
using Atlas.Core.Connections;
using Atlas.Core.Platforms;
using Atlas.Core.Tracing;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Publishing;

/// <summary>Performs one step of a publisher, of a post or behind one, and notes what its answer says of the channel, its token and its limits.</summary>
public sealed partial class PlatformStep(
    TokenRefusals refusals,
    NetworkLimits limits,
    ChannelActivities activities,
    ILogger<PlatformStep> logger
)
{
    internal Task<StepAnswer> TakeAsync(
        IPlatformPublisher publisher,
        PublishWork work,
        PublishStep step,
        CancellationToken cancellationToken
    ) => TakeAsync(work, step, step.Name, work.Cursor, () => publisher.AdvanceAsync(work, step, cancellationToken));

    /// <summary>Any call by which something is made or changed: a fault of ours is an answer too. What may have been sent once and only once is unknown then.</summary>
    /// <param name="name">For the log: the step's own, or that of the child step it is of.</param>
    /// <param name="cursor">From where it is tried again.</param>
    internal async Task<StepAnswer> TakeAsync(
        PublishWork work,
        PublishStep step,
        string name,
        string? cursor,
        Func<Task<StepAnswer>> take
    )
    {
        StepAnswer answer;
        using var span = PublicationTrace.StartStep(step, work.Channel.Platform);
        try
        {
            answer = await take();
            span?.SetTag("atlas.answer", answer.GetType().Name);
        }
        catch (Exception ex) // whatever it is, the call may have been sent
        {
            span?.SetStatus(ActivityStatusCode.Error, ex.GetType().Name);
            Log.Faulted(logger, name, work.Channel.Platform, work.PublicationId.ToString(), ex);
            return step.Effect == StepEffect.Once
                ? new StepAnswer.Unknown(Faults.Problem(step))
                : new StepAnswer.Refused(RefusalClass.Transient, Faults.Problem(step), cursor);
        }

        activities.Note(work.Channel, answer);
        await limits.HearAsync(work, answer);
        return await refusals.HearAsync(work, answer);
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "The step {Step} on {Platform} of publication {PublicationId} broke off with a fault of ours."
        )]
        public static partial void Faulted(
            ILogger logger,
            string step,
            Platform platform,
            string publicationId,
            Exception exception
        );
    }
}
