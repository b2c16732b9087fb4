using System.Text.Json;

namespace Atlas.Simulation.Ambiguity;

/// <summary>The table by network and, last, one line of JSON.</summary>
internal static class AmbiguityReport
{
    public static int Print(IReadOnlyList<AmbiguityFigures> networks, TextWriter to)
    {
        to.WriteLine(
            $"{"network", -12}{"posts", 8}{"lost", 8}{"settled", 9}{"asked", 8}{"open", 8}{"doubled", 9}{"missing", 9}{"p50 s", 8}{"p99 s", 8}"
        );
        foreach (var one in networks)
        {
            to.WriteLine(
                $"{one.Network, -12}{one.Posts, 8}{one.Lost, 8}{one.Settled, 9}{one.Asked, 8}{one.Open, 8}{one.Doubled, 9}{one.Missing, 9}{one.Percentile(0.5), 8}{one.Percentile(0.99), 8}"
            );
        }

        var unreadable = networks.Where(one => one.Asked > 0).Select(one => one.Network).ToList();
        to.WriteLine();
        to.WriteLine($"A person is asked on: {(unreadable.Count == 0 ? "no network" : string.Join(", ", unreadable))}.");
        to.WriteLine();
        var lost = networks.Sum(one => one.Lost);
        to.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    posts = networks.Sum(one => one.Posts),
                    lost,
                    settledShare = lost == 0 ? (double?)null : Math.Round((double)networks.Sum(one => one.Settled) / lost, 3),
                    asked = networks.Sum(one => one.Asked),
                    open = networks.Sum(one => one.Open),
                    doubled = networks.Sum(one => one.Doubled),
                    missing = networks.Sum(one => one.Missing),
                    unreadable,
                }
            )
        );
        return lost > 0 && networks.All(one => one.IsClean) ? 0 : 1;
    }
}
