using System.Diagnostics;
using Atlas.Core.Connections;
using Atlas.Core.Platforms;
using Atlas.Core.Tracing;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Publishing;

/// <summary>Performs one step of a publisher, and notes what the channel's owner wants to know of it.</summary>
public sealed partial class PlatformStep(
    TokenRefusals refusals,
    NetworkLimits limits,
    ChannelActivities activities,
    ILogger<PlatformStep> logger
)
{
    /// <param name="onFault">What a fault of ours means: tried again for a step that may be repeated, unknown for one that may not.</param>
    internal async Task<StepAnswer> TakeAsync(
        IPlatformPublisher publisher,
        PublishWork work,
        PublishStep step,
        Func<PlatformProblem, StepAnswer> onFault,
        CancellationToken cancellationToken
    )
    {
        StepAnswer answer;
        using var span = PublicationTrace.StartStep(step, publisher.Platform);
        try
        {
            answer = await publisher.AdvanceAsync(work, step, cancellationToken);
            span?.SetTag("atlas.answer", answer.GetType().Name);
        }
        catch (Exception ex) // whatever it is, the call may have been sent
        {
            span?.SetStatus(ActivityStatusCode.Error, ex.GetType().Name);
            Log.Faulted(logger, step.Name, publisher.Platform, work.PublicationId.ToString(), ex);
            return onFault(Faults.Problem(step));
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
