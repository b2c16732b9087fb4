namespace Atlas.Capacity.Counting;

/// <summary>What was counted, by stage and unit.</summary>
internal sealed record Counts(IReadOnlyDictionary<(string Stage, Unit Unit), double> Values)
{
    public double this[Unit unit] => Values.Where(count => count.Key.Unit == unit).Sum(count => count.Value);

    public IReadOnlyList<string> StageNames => [.. Values.Keys.Select(key => key.Stage).Distinct().Order(StringComparer.Ordinal)];

    public double TableTransactions => this[Unit.TableReads] + this[Unit.TableWrites];

    public double BlobTransactions => this[Unit.BlobReads] + this[Unit.BlobWrites];

    public double StorageTransactions => TableTransactions + BlobTransactions;

    public Counts Of(string stage) => Where(key => key.Stage == stage);

    /// <summary>What is left when what happens anyway is taken away.</summary>
    public Counts Minus(Counts other) =>
        new(
            Values
                .Select(count => (count.Key, Value: count.Value - other.Values.GetValueOrDefault(count.Key)))
                .ToDictionary(count => count.Key, count => count.Value)
        );

    public Counts DividedBy(int posts) => new(Values.ToDictionary(count => count.Key, count => count.Value / posts));

    private Counts Where(Func<(string Stage, Unit Unit), bool> keeps) =>
        new(Values.Where(count => keeps(count.Key)).ToDictionary(count => count.Key, count => count.Value));
}
