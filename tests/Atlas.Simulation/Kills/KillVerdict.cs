namespace Atlas.Simulation.Kills;

/// <param name="Doubled">What a follower sees more than once.</param>
/// <param name="Lost">Acknowledged and seen by no follower.</param>
/// <param name="Unexplained">Live without the ledger's saying so, or the other way round.</param>
internal sealed record KillVerdict(
    int Rounds,
    int Acknowledged,
    int Publications,
    int Live,
    int Doubled,
    int Lost,
    int Unexplained,
    double SettledAfterSeconds
)
{
    public bool IsClean => Doubled == 0 && Lost == 0 && Unexplained == 0;
}
