using Atlas.Core.Storage;

namespace Atlas.Capacity.Scale;

/// <summary>How long the last of the posts that are due at one instant waits for each resource, and how many of it make that ten seconds.</summary>
internal sealed record DayPlan(DayLoad Load, PostLoad Post)
{
    public const double Patience = 10;

    public IReadOnlyList<Need> Needs =>
        [
            new("Table requests, one account", Load.AtPeak * Post.TableRequestsWhenDue, AzureLimit.RequestsPerAccount, null),
            new(
                "Rows of the largest workspace, its partition",
                Load.AtPeakInOneWorkspace * Post.WorkspaceRowsWhenDue,
                AzureLimit.RowsPerPartition,
                1
            ),
            new(
                "Entries of the fullest partition of the due index",
                Load.AtPeakInOneDuePartition,
                AzureLimit.RowsPerPartition,
                null
            ),
            new(
                "Vault calls, one vault",
                Load.AtPeak * Post.VaultCallsWhenDue,
                AzureLimit.SecretsPerVault,
                AzureLimit.VaultsPerSubscription
            ),
            new("Actions, scheduler on Consumption", Load.AtPeak * Post.ActionsWhenDue, AzureLimit.ActionsOnConsumption, 1),
            new("Actions, one dedicated unit", Load.AtPeak * Post.ActionsWhenDue, AzureLimit.ActionsPerUnit, AzureLimit.Units),
            new(
                "Publish calls, one instance",
                Load.AtPeak,
                PostLoad.ActivitiesAtOnce / PostLoad.SecondsWhenDue,
                AzureLimit.Instances
            ),
        ];

    /// <summary>Seconds that one sweep needs to start what is due at the peak, of the 900 it has.</summary>
    public double SweepSeconds => Load.AtPeak * PostLoad.SecondsToStart / StartsAtOnce;

    /// <summary>Seconds in which a sweep reads what is in the index around the peak, of the sixty until the next.</summary>
    public double SweepReadSeconds => Load.EntriesBeforePeak / 500.0 * PostLoad.SecondsToReadPage;

    public static int StartsAtOnce => Core.Publishing.SweepDue.AtOnce;

    public double AverageRequestsPerSecond => Load.Posts * Post.TableRequests / TimeSpan.FromDays(1).TotalSeconds;

    public double AverageActionsPerSecond => Load.Posts * Post.Actions / TimeSpan.FromDays(1).TotalSeconds;

    public static int DueShards => SystemKeys.DueShards;
}

/// <param name="Asked">In all, at once.</param>
/// <param name="PerSecond">Of one.</param>
/// <param name="AtMost">How many of it there can be in one deployment; null: as many as one likes.</param>
internal sealed record Need(string What, double Asked, double PerSecond, int? AtMost)
{
    public double Seconds => Asked / PerSecond;

    public int Count => Math.Max(1, (int)Math.Ceiling(Seconds / DayPlan.Patience));

    public bool IsWithin => AtMost is not { } most || Count <= most;
}
