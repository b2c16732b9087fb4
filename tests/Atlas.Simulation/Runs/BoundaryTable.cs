using Atlas.Simulation.Engine;

namespace Atlas.Simulation.Runs;

/// <summary>How often which boundary was passed, and what happened there.</summary>
internal sealed class BoundaryTable
{
    public static IReadOnlyList<string> Columns { get; } = Enum.GetNames<Act>();

    public SortedDictionary<string, long[]> Rows { get; } = new(StringComparer.Ordinal);

    public void Count(string boundary, Act act) => Row(boundary)[(int)act]++;

    public void Add(string boundary, IReadOnlyList<long> counts)
    {
        var row = Row(boundary);
        for (var i = 0; i < counts.Count; i++)
        {
            row[i] += counts[i];
        }
    }

    public void Print(TextWriter to)
    {
        to.WriteLine(
            $"{"boundary", -26}{"passed", 12}{string.Concat(Columns.Skip(2).Select(name => $"{name.ToLowerInvariant(), 10}"))}"
        );
        foreach (var (name, row) in Rows)
        {
            to.WriteLine($"{name, -26}{row.Sum(), 12}{string.Concat(row.Skip(2).Select(count => $"{count, 10}"))}");
        }
    }

    private long[] Row(string boundary)
    {
        if (!Rows.TryGetValue(boundary, out var row))
        {
            Rows[boundary] = row = new long[Columns.Count];
        }

        return row;
    }
}
