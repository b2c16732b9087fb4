namespace Atlas.Core.Publishing;

/// <summary>Why a publication waits, as <see cref="Waiting.Reason"/> spells it.</summary>
public static class WaitReason
{
    public const string Processing = "processing";
    public const string RateLimit = "rateLimit";
    public const string Reconnect = "reconnect";
    public const string Retry = "retry";

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
