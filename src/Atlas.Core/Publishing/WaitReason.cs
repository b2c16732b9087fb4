namespace Atlas.Core.Publishing;

/// <summary>Why a publication waits, as <see cref="Waiting.Reason"/> spells it.</summary>
public static class WaitReason
{
    /// <summary>The network works on what it was given: on files before the post, or on the post itself, which it has accepted.</summary>
    public const string Processing = "processing";
    public const string RateLimit = "rateLimit";
    public const string Reconnect = "reconnect";
    public const string Retry = "retry";

    /// <summary>The channel's own spacing: its last post was too short a time ago, or it has its posts of the day.</summary>
    public const string Spacing = "spacing";

    /// <summary>The network fetches the post's files, and can't reach this app's addresses.</summary>
    public const string MediaUnreachable = "mediaUnreachable";

    /// <summary>This deployment has the network switched off.</summary>
    public const string SwitchedOff = "switchedOff";

    /// <summary>This machine's clock is off, so nothing is sent.</summary>
    public const string Clock = "clock";

    /// <summary>The operators hold publishing.</summary>
    public const string Paused = "paused";

    /// <summary>The network is being asked whether a call whose answer was lost took effect.</summary>
    public const string Reconcile = "reconcile";

    /// <summary>The network can't be asked: a person decides.</summary>
    public const string Decision = "decision";
}
