using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Publishing;

/// <summary>Performs one step of a publisher, and tells the channel when the network refuses its token.</summary>
public sealed partial class PlatformStep(
    ChannelStore channels,
    ChannelTokens tokens,
    ChannelActivities activities,
    TimeProvider time,
    ILogger<PlatformStep> logger
)
{
    private static readonly TimeSpan s_afterRefresh = TimeSpan.FromSeconds(3);

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
        try
        {
            answer = await publisher.AdvanceAsync(work, step, cancellationToken);
        }
        catch (Exception ex) // whatever it is, the call may have been sent
        {
            Log.Faulted(logger, step.Name, publisher.Platform, ex);
            return onFault(Faults.Problem(step));
        }

        activities.Note(work.Channel, answer);
        if (answer is StepAnswer.Refused { Class: RefusalClass.Reconnect } refused)
        {
            // Before the publication says that it waits: the channel's other publications need not find out one by one.
            try
            {
                if (!await tokens.IsDeadAsync(work.Channel, work.AccessToken, CancellationToken.None))
                {
                    // It was an older token, or one that could be renewed: the next attempt takes the new one.
                    return refused with { Class = RefusalClass.Transient, RetryAt = time.GetUtcNow() + s_afterRefresh };
                }

                await channels.MarkNeedsReconnectAsync(work.Channel, refused.Problem.Message, CancellationToken.None);
            }
            catch (StorageUnavailableException ex)
            {
                Log.NotMarked(logger, work.Channel.Id.ToString(), ex); // the answer is what must not be lost
            }
        }

        return answer;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Channel {ChannelId} could not be marked; its next refusal marks it.")]
        public static partial void NotMarked(ILogger logger, string channelId, Exception exception);

        [LoggerMessage(Level = LogLevel.Error, Message = "The step {Step} on {Platform} broke off with a fault of ours.")]
        public static partial void Faulted(ILogger logger, string step, Platform platform, Exception exception);
    }
}
