using Atlas.Simulation.Runs;

namespace Atlas.Simulation.Tests;

/// <summary>
/// Sums up what the campaign's tests met. Test output goes unseen where all is well, so the table is written to the file that
/// <c>ATLAS_CAMPAIGN_TABLE</c> names.
/// </summary>
public sealed class CampaignTable : IDisposable
{
    private readonly Lock _lock = new();
    private readonly BoundaryTable _sum = new();
    private readonly List<string> _families = [];

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("ATLAS_CAMPAIGN_TABLE") is not { Length: > 0 } file || _families.Count == 0)
        {
            return;
        }

        using var to = File.CreateText(file);
        _sum.Print(to);
        to.WriteLine();
        _families.ForEach(to.WriteLine);
    }

    internal void Add(BoundaryTable boundaries)
    {
        lock (_lock)
        {
            foreach (var (name, counts) in boundaries.Rows)
            {
                _sum.Add(name, counts);
            }
        }
    }

    internal void Add(string family)
    {
        lock (_lock)
        {
            _families.Add(family);
        }
    }
}
