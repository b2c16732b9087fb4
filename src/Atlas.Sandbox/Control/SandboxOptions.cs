namespace Atlas.Sandbox.Control;

/// <summary>What can be switched while the sandbox runs. Times are milliseconds or seconds because that is what the control API speaks.</summary>
internal sealed record SandboxOptions
{
    public int ImageProcessingMs { get; init; }

    public int VideoProcessingMs { get; init; } = 1_000;

    public int CarouselProcessingMs { get; init; }

    /// <summary>Instagram's sources name 100, 50 and 25: clients must read what the limit endpoint says.</summary>
    public int QuotaTotal { get; init; } = 100;

    public int QuotaWindowSeconds { get; init; } = 86_400;

    public int ContainerLimit { get; init; } = 400;

    public bool AppSecretProofRequired { get; init; }

    public int LatencyMs { get; init; }

    public double ClockOffsetSeconds { get; init; }

    /// <summary>Refuse parameters that the documentation doesn't name for the call. The real API ignores most of them.</summary>
    public bool StrictParameters { get; init; } = true;

    /// <summary>Pages of the documentation disagree: five or three.</summary>
    public int MaxCollaborators { get; init; } = 5;

    /// <summary>The answer of Instagram's code exchange: <c>flat</c> as seen in the field, <c>data</c> as documented.</summary>
    public string InstagramTokenShape { get; init; } = "flat";

    /// <summary>A second publish of a container: <c>error</c>, or <c>same</c> for the id of the first.</summary>
    public string Republish { get; init; } = "error";

    /// <summary>The guide reserves resumable uploads for Facebook Login; other material shows them for Instagram Login too.</summary>
    public bool InstagramLoginResumable { get; init; }

    public bool FetchCache { get; init; }

    public int FetchTimeoutMs { get; init; } = 20_000;

    public bool RequireMoovFirst { get; init; } = true;

    /// <summary>Documented as not allowed, yet nearly every encoder writes one and the network takes them.</summary>
    public bool RejectEditLists { get; init; }

    /// <summary>Calls per app and hour; 0 is no limit.</summary>
    public int AppCallBudget { get; init; }

    /// <summary>Calls per account and 24 hours; 0 is no limit.</summary>
    public int AccountCallBudget { get; init; }

    /// <summary>Networks that document calls per minute or day refuse what is beyond. Off for load tests.</summary>
    public bool RateLimits { get; init; } = true;

    public int MediaStoreMegabytes { get; init; } = 64;

    public TimeSpan ClockOffset => TimeSpan.FromSeconds(ClockOffsetSeconds);

    public long MediaStoreBytes => (long)MediaStoreMegabytes << 20;
}
