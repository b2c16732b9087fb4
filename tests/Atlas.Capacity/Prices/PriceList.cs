namespace Atlas.Capacity.Prices;

/// <summary>
/// Dollars, as the public price list has them for pay-as-you-go in East US at the time of writing. All of them are assumed: they
/// differ by region, agreement and year. Whoever wants to know puts in their own.
/// </summary>
internal sealed record PriceList
{
    public static readonly PriceList Assumed = new();

    public double MillionExecutions { get; init; } = 0.40;
    public double GigabyteSecond { get; init; } = 0.000026;
    public double WarmGigabyteSecond { get; init; } = 0.000016;
    public double BaselineGigabyteSecond { get; init; } = 0.000004;
    public double FreeExecutions { get; init; } = 250_000;
    public double FreeGigabyteSeconds { get; init; } = 100_000;
    public double TenThousandTable { get; init; } = 0.00036;
    public double TenThousandQueue { get; init; } = 0.004;
    public double TenThousandBlobReads { get; init; } = 0.005;
    public double TenThousandBlobWrites { get; init; } = 0.065;
    public double TenThousandVault { get; init; } = 0.03;

    /// <summary>Not confirmed by a source that could be read: chosen high. The document says how much dearer it may be.</summary>
    public double MillionActions { get; init; } = 3.00;
    public double MillionBusBasic { get; init; } = 0.05;
    public double BusStandardHour { get; init; } = 0.0135;
    public double BusPremiumHour { get; init; } = 0.928;
    public double PrivateEndpointHour { get; init; } = 0.01;

    public const double HoursPerMonth = 730;
    public const double DaysPerMonth = 30.4;

    public IReadOnlyList<(string What, double Dollars, string Per)> Lines =>
        [
            ("Function executions", MillionExecutions, "million"),
            ("Execution time on demand", GigabyteSecond, "GB-s"),
            ("Execution time on warm instances", WarmGigabyteSecond, "GB-s"),
            ("Warm instances, whether they work or not", BaselineGigabyteSecond, "GB-s"),
            ("Table storage", TenThousandTable, "10,000 requests"),
            ("Queue storage", TenThousandQueue, "10,000 requests"),
            ("Blob storage, reads", TenThousandBlobReads, "10,000 requests"),
            ("Blob storage, writes", TenThousandBlobWrites, "10,000 requests"),
            ("Key Vault", TenThousandVault, "10,000 requests"),
            ("Durable Task Scheduler, Consumption", MillionActions, "million actions (not confirmed)"),
            ("Service Bus Basic", MillionBusBasic, "million operations"),
            ("Service Bus Standard", BusStandardHour, "hour, 13 million operations a month included"),
            ("Service Bus Premium", BusPremiumHour, "hour and messaging unit"),
            ("Private endpoint", PrivateEndpointHour, "hour"),
        ];
}
