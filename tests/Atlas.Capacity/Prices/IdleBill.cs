using Atlas.Capacity.Counting;

namespace Atlas.Capacity.Prices;

/// <summary>What a month costs in which nobody posts.</summary>
internal sealed record IdleBill(Profile Profile, Counts Day, PriceList Prices)
{
    /// <summary>Every timer is a function of its own, and so an instance of its own: a second at least each time.</summary>
    private const double TimerSeconds = 1;

    public double Executions => PriceList.DaysPerMonth * Day[Unit.Executions];

    public double GigabyteSeconds => Executions * TimerSeconds * Profile.InstanceGigabytes;

    public double Timers =>
        Math.Max(0, Executions - Prices.FreeExecutions) / 1e6 * Prices.MillionExecutions
        + Math.Max(0, GigabyteSeconds - Prices.FreeGigabyteSeconds) * Prices.GigabyteSecond;

    public double Storage =>
        PriceList.DaysPerMonth
        * (
            Day.TableTransactions / 1e4 * Prices.TenThousandTable
            + Day[Unit.VaultCalls] / 1e4 * Prices.TenThousandVault
            + (Profile.OnScheduler ? 0 : StorageHub.IdlePollsPerDay(Profile.WarmInstances) / 1e4 * Prices.TenThousandQueue)
        );

    public double Warm => WarmMonth(Profile.WarmInstances, Profile.InstanceGigabytes, Prices);

    public double Bus =>
        Profile.Bus switch
        {
            "Standard" => Prices.BusStandardHour * PriceList.HoursPerMonth,
            "Premium" => Prices.BusPremiumHour * PriceList.HoursPerMonth,
            _ => 0,
        };

    public double Network => Profile.PrivateEndpoints * Prices.PrivateEndpointHour * PriceList.HoursPerMonth;

    public static double WarmMonth(int instances, double gigabytes, PriceList prices) =>
        instances * gigabytes * PriceList.HoursPerMonth * 3600 * prices.BaselineGigabyteSecond;

    public double Total => Timers + Storage + Warm + Bus + Network;
}
