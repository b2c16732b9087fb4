namespace Atlas.Sandbox.Control;

/// <summary>A change of some options: what is null stays as it is.</summary>
internal sealed record OptionsPatch
{
    public int? ImageProcessingMs { get; set; }
    public int? VideoProcessingMs { get; set; }
    public int? CarouselProcessingMs { get; set; }
    public int? QuotaTotal { get; set; }
    public int? QuotaWindowSeconds { get; set; }
    public int? ContainerLimit { get; set; }
    public bool? AppSecretProofRequired { get; set; }
    public int? LatencyMs { get; set; }
    public double? ClockOffsetSeconds { get; set; }
    public bool? StrictParameters { get; set; }
    public int? MaxCollaborators { get; set; }
    public string? InstagramTokenShape { get; set; }
    public string? Republish { get; set; }
    public bool? InstagramLoginResumable { get; set; }
    public bool? FetchCache { get; set; }
    public int? FetchTimeoutMs { get; set; }
    public bool? RequireMoovFirst { get; set; }
    public bool? RejectEditLists { get; set; }
    public int? AppCallBudget { get; set; }
    public int? AccountCallBudget { get; set; }
    public bool? RateLimits { get; set; }
    public int? MediaStoreMegabytes { get; set; }

    public string? Problem() =>
        this switch
        {
            { InstagramTokenShape: not (null or "flat" or "data") } => "instagramTokenShape is 'flat' or 'data'.",
            { Republish: not (null or "error" or "same") } => "republish is 'error' or 'same'.",
            { FetchTimeoutMs: <= 0 } => "fetchTimeoutMs is more than 0.",
            { QuotaWindowSeconds: <= 0 } => "quotaWindowSeconds is more than 0.",
            { ClockOffsetSeconds: > 3e9 or < -3e8 } => "clockOffsetSeconds is out of range.",
            { LatencyMs: < 0 } or { ImageProcessingMs: < 0 } or { VideoProcessingMs: < 0 } or { CarouselProcessingMs: < 0 } =>
                "A delay is not negative.",
            _ => null,
        };

    public SandboxOptions Apply(SandboxOptions to) =>
        to with
        {
            ImageProcessingMs = ImageProcessingMs ?? to.ImageProcessingMs,
            VideoProcessingMs = VideoProcessingMs ?? to.VideoProcessingMs,
            CarouselProcessingMs = CarouselProcessingMs ?? to.CarouselProcessingMs,
            QuotaTotal = QuotaTotal ?? to.QuotaTotal,
            QuotaWindowSeconds = QuotaWindowSeconds ?? to.QuotaWindowSeconds,
            ContainerLimit = ContainerLimit ?? to.ContainerLimit,
            AppSecretProofRequired = AppSecretProofRequired ?? to.AppSecretProofRequired,
            LatencyMs = LatencyMs ?? to.LatencyMs,
            ClockOffsetSeconds = ClockOffsetSeconds ?? to.ClockOffsetSeconds,
            StrictParameters = StrictParameters ?? to.StrictParameters,
            MaxCollaborators = MaxCollaborators ?? to.MaxCollaborators,
            InstagramTokenShape = InstagramTokenShape ?? to.InstagramTokenShape,
            Republish = Republish ?? to.Republish,
            InstagramLoginResumable = InstagramLoginResumable ?? to.InstagramLoginResumable,
            FetchCache = FetchCache ?? to.FetchCache,
            FetchTimeoutMs = FetchTimeoutMs ?? to.FetchTimeoutMs,
            RequireMoovFirst = RequireMoovFirst ?? to.RequireMoovFirst,
            RejectEditLists = RejectEditLists ?? to.RejectEditLists,
            AppCallBudget = AppCallBudget ?? to.AppCallBudget,
            AccountCallBudget = AccountCallBudget ?? to.AccountCallBudget,
            RateLimits = RateLimits ?? to.RateLimits,
            MediaStoreMegabytes = MediaStoreMegabytes ?? to.MediaStoreMegabytes,
        };
}
