using Atlas.Core.Publishing;

namespace Atlas.Core.Analytics;

/// <summary>Figures that can be summed up over publications, channels and days.</summary>
public sealed class DeliveryCount
{
    public long Published { get; set; }

    public long Missed { get; set; }

    public long Failed { get; set; }

    public long Open { get; set; }

    public long Doubled { get; set; }

    public long LostAnswers { get; set; }

    public long Settled { get; set; }

    public long Retries { get; set; }

    /// <summary>By <see cref="LatenessBuckets"/>.</summary>
    public Dictionary<int, long> Lateness { get; set; } = [];

    public TimeSpan Longest { get; set; }

    public void Add(DeliveryFacts facts)
    {
        if (facts.Outcome == DeliveryOutcome.None)
        {
            return;
        }

        Published += facts.Outcome == DeliveryOutcome.Published ? 1 : 0;
        Missed += facts.Outcome == DeliveryOutcome.Missed ? 1 : 0;
        Failed += facts.Outcome == DeliveryOutcome.Failed ? 1 : 0;
        Open += facts.Outcome == DeliveryOutcome.Open ? 1 : 0;
        Doubled += facts.Doubled ? 1 : 0;
        LostAnswers += facts.LostAnswers;
        Settled += facts.Settled;
        Retries += facts.Retries;
        if (facts.Lateness is { } late)
        {
            AddLateness(LatenessBuckets.IndexOf(late), 1);
            Longest = late > Longest ? late : Longest;
        }
    }

    public void Add(DeliveryCount other)
    {
        Published += other.Published;
        Missed += other.Missed;
        Failed += other.Failed;
        Open += other.Open;
        Doubled += other.Doubled;
        LostAnswers += other.LostAnswers;
        Settled += other.Settled;
        Retries += other.Retries;
        Longest = other.Longest > Longest ? other.Longest : Longest;
        foreach (var (index, count) in other.Lateness)
        {
            AddLateness(index, count);
        }
    }

    private void AddLateness(int index, long count) => Lateness[index] = Lateness.GetValueOrDefault(index) + count;
}
