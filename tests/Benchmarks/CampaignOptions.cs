using System.Globalization;

namespace Atlas.Benchmarks;

/// <param name="Seed">One run, with its trace.</param>
/// <param name="Seeds">Of each family.</param>
internal sealed record CampaignOptions(
    string Workload,
    IReadOnlyList<string> Families,
    int? Seed,
    int Seeds,
    int First,
    TimeSpan AtMost,
    int Rounds,
    string Storage,
    int Posts
)
{
    public const string Usage = """
        bench faults [--seeds N] [--first N] [--family F] [--seconds S]
            N runs of each family (1000): container, upload, single, unreadable, accepted
        bench faults --family F --seed S
            one run and its trace
        bench kills [--rounds N] [--storage sqlite|azurite]
            kill -9 under load (10)
        bench ambiguity [--posts N]
            answers lost behind the visible call, N posts to each network (100)
        """;

    private static readonly string[] s_families = ["container", "upload", "single", "unreadable", "accepted"];

    public static CampaignOptions? Parse(string[] args)
    {
        var options = new CampaignOptions(
            args[0],
            s_families,
            Seed: null,
            Seeds: 1000,
            First: 0,
            TimeSpan.MaxValue,
            Rounds: 10,
            Storage: "sqlite",
            Posts: 100
        );
        for (var i = 1; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            var number = int.TryParse(value, CultureInfo.InvariantCulture, out var parsed) && parsed >= 0 ? parsed : (int?)null;
            options = (args[i], number) switch
            {
                ("--family", _) when s_families.Contains(value) => options with { Families = [value] },
                ("--seed", { } seed) => options with { Seed = seed },
                ("--seeds", { } seeds) => options with { Seeds = seeds },
                ("--first", { } first) => options with { First = first },
                ("--seconds", { } seconds) => options with { AtMost = TimeSpan.FromSeconds(seconds) },
                ("--rounds", { } rounds) => options with { Rounds = rounds },
                ("--storage", _) when value is "sqlite" or "azurite" => options with { Storage = value },
                ("--posts", { } posts and > 0) => options with { Posts = posts },
                _ => null,
            };
            if (options is null)
            {
                return null;
            }
        }

        return options.Seed is not null && options.Families.Count > 1 ? null : options;
    }
}
