namespace Atlas.Core.Clocks;

/// <summary>What several others' clocks say of ours: a plain function, so that each rule can be read and tested alone.</summary>
internal static class ClockVerdict
{
    /// <summary>Others that say that we are off have to agree this closely by how much.</summary>
    private static readonly TimeSpan s_agreement = TimeSpan.FromSeconds(15);

    /// <param name="samples">The latest of each origin.</param>
    /// <returns>Those who agree that our clock is off; empty where it is right, or nobody can tell.</returns>
    public static IReadOnlyList<(ClockSample Sample, TimeSpan Ahead)> WhoSayItIsOff(
        IEnumerable<(ClockSample Sample, TimeSpan Ahead)> samples,
        TimeSpan most
    )
    {
        var all = samples.GroupBy(said => said.Sample.Organisation).Select(own => own.MaxBy(said => said.Sample.At)).ToList();
        var off = all.Where(said => said.Ahead.Duration() - said.Sample.Doubt > most).ToList();
        if (all.Where(said => said.Sample.Kind == ClockKind.Storage).ToList() is { Count: > 0 } storages)
        {
            var storage = storages.MaxBy(said => said.Sample.At);
            // It is believed alone, unless two others say that it is the one that is wrong.
            return off.Contains(storage) && all.Count - off.Count < 2 ? [storage] : [];
        }

        var agreed = off.Select(said => off.Where(other => (other.Ahead - said.Ahead).Duration() <= s_agreement).ToList())
            .MaxBy(group => group.Count); // a list: none where nobody says so
        return agreed is { Count: >= 2 } && agreed.Count > all.Count - agreed.Count ? agreed : [];
    }
}
