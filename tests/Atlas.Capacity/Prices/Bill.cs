using Atlas.Capacity.Counting;

namespace Atlas.Capacity.Prices;

/// <summary>What 1,000 posts of a kind cost in a profile, beyond what a month without any costs.</summary>
/// <param name="Company">How many posts share each stretch of an instance's work; 1 is the dearest.</param>
internal sealed record Bill(Profile Profile, PostCounts Counts, PriceList Prices, int Company = 1)
{
    private const double Posts = 1_000;

    /// <summary>A request is billed for a second at least; a turn of a publication waits for the network's answers.</summary>
    public const double RequestSeconds = 1;
    public const double StretchSeconds = 2;

    public double Executions =>
        (
            Counts.Post[Unit.Executions] / 1e6 * Prices.MillionExecutions
            + Seconds
                * Profile.InstanceGigabytes
                * (Profile.WarmInstances > 0 ? Prices.WarmGigabyteSecond : Prices.GigabyteSecond)
        ) * Posts;

    public double Storage =>
        (
            Counts.Post.TableTransactions / 1e4 * Prices.TenThousandTable
            + Counts.Post[Unit.BlobReads] / 1e4 * Prices.TenThousandBlobReads
            + Counts.Post[Unit.BlobWrites] / 1e4 * Prices.TenThousandBlobWrites
            + Counts.Post[Unit.VaultCalls] / 1e4 * Prices.TenThousandVault
        ) * Posts;

    /// <summary>A message is sent, taken and settled.</summary>
    public double Messages => 3 * Counts.Post[Unit.Messages] / 1e6 * Prices.MillionBusBasic * Posts;

    public double Orchestration =>
        Profile.OnScheduler
            ? Counts.Actions / 1e6 * Prices.MillionActions * Posts
            : (
                StorageHub.Tables(Counts.Post) / 1e4 * Prices.TenThousandTable
                + StorageHub.QueueRequests(Counts.Post) / 1e4 * Prices.TenThousandQueue
            ) * Posts;

    public double Total => Executions + Storage + Messages + Orchestration;

    private double Seconds =>
        (RequestSeconds * Counts.Post.Of(Stages.Request)[Unit.Executions] + StretchSeconds * Counts.Post[Unit.Stretches])
        / Company;
}
