using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.ServiceBus;

internal sealed partial class BrokerQueue
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The lock of message {MessageId} on {Queue} ran out in its delivery {Delivery}.")]
        public static partial void LockExpired(ILogger logger, string queue, string messageId, int delivery);

        [LoggerMessage(2, LogLevel.Warning, "Message {MessageId} on {Queue} was dead-lettered: {Reason}.")]
        public static partial void DeadLettered(ILogger logger, string queue, string messageId, string reason);

        [LoggerMessage(3, LogLevel.Debug, "Message {MessageId} on {Queue} was sent before and is dropped.")]
        public static partial void Duplicate(ILogger logger, string queue, string messageId);

        [LoggerMessage(
            4,
            LogLevel.Error,
            "Message {MessageId} on {Queue} could not be moved; the broker tries again in a second."
        )]
        public static partial void NotStored(ILogger logger, string queue, string messageId, Exception cause);
    }
}
