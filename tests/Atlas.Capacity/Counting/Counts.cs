namespace Atlas.Capacity.Counting;

/// <summary>What was counted, by stage and unit.</summary>
/// <param name="Requests">Those to tables, by stage and the rows they are about.</param>
internal sealed record Counts(
    IReadOnlyDictionary<(string Stage, Unit Unit), double> Values,
    IReadOnlyDictionary<(string Stage, string Rows), double> Requests
)
{
    public static readonly Counts None = new(
        new Dictionary<(string, Unit), double>(),
        new Dictionary<(string, string), double>()
    );

    public double this[Unit unit] => Values.Where(count => count.Key.Unit == unit).Sum(count => count.Value);

    public IReadOnlyList<string> StageNames => [.. Values.Keys.Select(key => key.Stage).Distinct().Order(StringComparer.Ordinal)];

    public double TableTransactions => this[Unit.TableReads] + this[Unit.TableWrites];

    public double BlobTransactions => this[Unit.BlobReads] + this[Unit.BlobWrites];

    public double StorageTransactions => TableTransactions + BlobTransactions;

    public Counts Of(string stage) =>
        new(
            Values.Where(count => count.Key.Stage == stage).ToDictionary(),
            Requests.Where(count => count.Key.Stage == stage).ToDictionary()
        );

    /// <summary>What is left when what happens anyway is taken away.</summary>
    public Counts Minus(Counts other) => new(Minus(Values, other.Values), Minus(Requests, other.Requests));

    public Counts DividedBy(int posts) =>
        new(
            Values.ToDictionary(count => count.Key, count => count.Value / posts),
            Requests.ToDictionary(count => count.Key, count => count.Value / posts)
        );

    private static Dictionary<TKey, double> Minus<TKey>(
        IReadOnlyDictionary<TKey, double> values,
        IReadOnlyDictionary<TKey, double> other
    )
        where TKey : notnull =>
        values
            .Keys.Union(other.Keys)
            .ToDictionary(key => key, key => values.GetValueOrDefault(key) - other.GetValueOrDefault(key));
}
