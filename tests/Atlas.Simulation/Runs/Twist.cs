namespace Atlas.Simulation.Runs;

/// <summary>What a run meets beside its faults. Half of all seeds have one.</summary>
internal enum Twist
{
    None,

    /// <summary>For seconds or minutes the store answers nearly everybody with 503 ServerBusy.</summary>
    BusyStore,

    /// <summary>Fifty workers claim the same publication at once.</summary>
    ClaimStorm,

    /// <summary>Messages that can't be handled, which end as dead letters until a person has them done again.</summary>
    PoisonMessages,

    /// <summary>A worker stands still at its visible call until others have taken over and settled what it left.</summary>
    Sleeper,

    /// <summary>Tokens end after half an hour and are traded for new ones meanwhile.</summary>
    TokenRefresh,

    /// <summary>One timer in three is lost or comes twice at the same time.</summary>
    BadTimers,
}

internal static class Twists
{
    private const int Salt = 0x7715;

    public static Twist Of(int seed)
    {
        var random = new Random(seed ^ Salt);
        return random.Next(2) == 0 ? Twist.None : (Twist)random.Next(1, Enum.GetValues<Twist>().Length);
    }
}
