using Atlas.Core.Platforms;
using Atlas.Core.Storage;

namespace Atlas.Core.Publishing;

/// <summary>A limit that one call has met, for everyone who would meet it too.</summary>
[StoredData(
    DataSubject.AccountOwner,
    "That a network takes no calls from an account or app for a while, so that nobody makes them in vain.",
    "Until the limit opens, and for a day longer at most.",
    "By itself.",
    Exported = false
)]
public sealed record NetworkLimit
{
    public required Platform Platform { get; init; }

    public required QuotaScope Scope { get; init; }

    /// <summary>As <see cref="LimitReach.Quota"/>.</summary>
    public string? Quota { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>For a person who waits for it.</summary>
    public required string Message { get; init; }
}
