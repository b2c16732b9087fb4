namespace Atlas.Core.Publishing;

/// <summary>The publisher's clockwork. Section <c>Publishing</c> of the settings.</summary>
public sealed class PublishingOptions
{
    /// <summary>How long before its time a publication gets an orchestration. Until then it is rows and nothing else.</summary>
    public TimeSpan StartAhead { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>So many new publications of one workspace are started by one sweep; null for what suits the runtime.</summary>
    public int? StartsPerSweep { get; set; }

    /// <summary>How long before its time uploads and containers are made; at most <see cref="StartAhead"/>. Zero does all of it at the due instant.</summary>
    public TimeSpan PrepareAhead { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>A call that may not be repeated is cut off after this.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a claim holds. Longer than <see cref="CallTimeout"/>, so that a stalled worker can't send after another took over.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>Refusals that may be tried again: so many attempts in all.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>The first wait after such a refusal; each further one is three times as long.</summary>
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>After a lost answer: how soon the network is asked.</summary>
    public TimeSpan ReconcileAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long after the call's deadline a post can still turn up at the network. Absence proves nothing before.</summary>
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The same where the network can't say for certain that nothing happened.</summary>
    public TimeSpan UncertainSettleTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long behind its time a publication may still be under way before people are told that it is overdue.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>While the clock is off: how soon a due publication looks whether it is right again.</summary>
    public TimeSpan ClockRetry { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// When the rows were put back from a copy; null where they never were. What was due by then may have gone out after the
    /// copy was made, which the rows can't know: the network is asked before it is sent.
    /// </summary>
    public DateTimeOffset? RestoredAt { get; set; }
}
