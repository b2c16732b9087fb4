namespace Atlas.Core.Publishing;

/// <summary>Why nothing goes out now. It is no refusal, so no attempt is used up.</summary>
/// <param name="Reason">One of <see cref="WaitReason"/>.</param>
/// <param name="Message">For a person.</param>
/// <param name="LookAt">When the gate is asked again.</param>
/// <param name="Until">When the way is expected to be open; null where only an event opens it.</param>
internal sealed record GateWait(string Reason, string Message, DateTimeOffset LookAt, DateTimeOffset? Until)
{
    /// <summary>How old a wait that goes on may look before its row is written again.</summary>
    public static readonly TimeSpan RestatedAfter = TimeSpan.FromMinutes(10);

    public static GateWait For(string reason, string message, DateTimeOffset until) => new(reason, message, until, until);

    /// <summary>Whether the row says so already: what is looked at every minute is not written every minute.</summary>
    public bool IsSaidBy(Publication publication) =>
        publication is { State: PublicationState.Waiting, Waiting: { } waiting }
        && waiting.Reason == Reason
        && Reason switch
        {
            WaitReason.Clock => true, // its words have the seconds by which it is off
            WaitReason.Paused => waiting.Message == Message,
            WaitReason.MediaUnreachable => waiting.Message == Message && Until - waiting.Until < RestatedAfter,
            _ => false,
        };
}
