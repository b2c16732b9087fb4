using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Publishing;

/// <summary>
/// What it means that the network refuses a channel's token: the channel says so to its owner, whichever call it was that
/// found out. An older token, or one that could be renewed, is only tried again.
/// </summary>
public sealed partial class TokenRefusals(
    ChannelStore channels,
    ChannelTokens tokens,
    TimeProvider time,
    ILogger<TokenRefusals> logger
)
{
    private static readonly TimeSpan s_afterRefresh = TimeSpan.FromSeconds(3);

    internal async ValueTask<StepAnswer> HearAsync(PublishWork work, StepAnswer answer) =>
        answer is StepAnswer.Refused { Class: RefusalClass.Reconnect } refused
        && !await IsDeadAsync(work, refused.Problem.Message)
            ? refused with
            {
                Class = RefusalClass.Transient,
                RetryAt = time.GetUtcNow() + s_afterRefresh,
            }
            : answer;

    /// <summary>False where the next attempt has another token.</summary>
    internal async Task<bool> IsDeadAsync(PublishWork work, string reason)
    {
        // Before the publication says that it waits: the channel's other publications need not find out one by one.
        try
        {
            if (!await tokens.IsDeadAsync(work.Channel, work.AccessToken, CancellationToken.None))
            {
                return false;
            }

            await channels.MarkNeedsReconnectAsync(work.Channel, reason, CancellationToken.None);
        }
        catch (Exception ex)
        {
            Log.NotMarked(logger, work.Channel.Id.ToString(), ex); // the answer is what must not be lost
        }

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Channel {ChannelId} could not be marked; its next refusal marks it.")]
        public static partial void NotMarked(ILogger logger, string channelId, Exception exception);
    }
}
