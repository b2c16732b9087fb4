using System.Runtime.InteropServices;

namespace Atlas.Core.Platforms;

/// <summary>What a limit that one call has met holds back.</summary>
/// <param name="Scope">Whose calls.</param>
/// <param name="Quota">Only posts that take from this budget, by <see cref="QuotaCost.Quota"/>; null for every call.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LimitReach(QuotaScope Scope, string? Quota = null);

/// <summary>How full a budget of calls is, as an answer's headers say.</summary>
/// <param name="Used">1 for used up.</param>
/// <param name="OpensIn">When it is empty again; null where the headers don't say.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CallBudget(double Used, TimeSpan? OpensIn, QuotaScope Scope);
