namespace Atlas.Simulation.Ambiguity;

/// <summary>What became of one network's posts.</summary>
/// <param name="Lost">Answers that the app never got.</param>
/// <param name="Settled">Of those, how many it found out about by itself.</param>
/// <param name="Asked">Of those, how many were left to a person.</param>
/// <param name="Open">Neither.</param>
/// <param name="Doubled">Live more than once.</param>
/// <param name="Missing">Published as far as the app says, and not live.</param>
/// <param name="SettledAfter">From the loss of the answer to the ledger's knowing, in order.</param>
internal sealed record AmbiguityFigures(
    string Network,
    int Posts,
    int Lost,
    int Settled,
    int Asked,
    int Open,
    int Doubled,
    int Missing,
    IReadOnlyList<TimeSpan> SettledAfter
)
{
    public bool IsClean => Doubled == 0 && Missing == 0 && Open == 0;

    public double? Percentile(double share) =>
        SettledAfter.Count == 0
            ? null
            : Math.Round(SettledAfter[(int)Math.Ceiling(share * SettledAfter.Count) - 1].TotalSeconds, 1);
}
