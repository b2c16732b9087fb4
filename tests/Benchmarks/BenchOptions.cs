namespace Atlas.Benchmarks;

/// <param name="Prepared">Burst: containers are made before the posts are due, as in normal operation.</param>
/// <param name="FetchOnce">The sandbox keeps a file that it has fetched, by address.</param>
/// <param name="Permalinks">Burst: the link of each post is read after it went live, as in normal operation.</param>
/// <param name="LostAnswers">Burst: share of the publish calls whose answer is lost after the effect.</param>
internal sealed record BenchOptions(
    string Workload,
    int Runs = 3,
    int? Posts = null,
    bool Prepared = false,
    bool FetchOnce = false,
    double LostAnswers = 0,
    bool Permalinks = false,
    bool Keep = false
)
{
    public static string Usage =>
        $"""
            bench {string.Join('|', Workloads.All.Select(workload => workload.Name))}|{Workloads.Every} [options]
                --runs N           of each workload; the medians are printed (3)
                --posts N          burst and crash 2000, steady 3000, enqueue 20000, scheduled 1000000, fairness 50000
                --prepared         burst: make the containers before the posts are due
                --lost-answers P   burst: cut this share of the publish calls after their effect, such as 0.05
                --permalinks       burst: read each post's link too, a fourth call
                --fetch-once       let the sandbox keep fetched files instead of fetching one for each container
                --keep             keep data folders and logs
            bench scale
                ten million posts a day, held against what Azure promises
            """;

    public static BenchOptions? Parse(string[] args, out string problem)
    {
        problem = "";
        if (args.Length == 0 || !Workloads.IsKnown(args[0]))
        {
            problem = "Name a workload.";
            return null;
        }

        var options = new BenchOptions(args[0]);
        for (var i = 1; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--prepared":
                    options = options with { Prepared = true };
                    continue;
                case "--permalinks":
                    options = options with { Permalinks = true };
                    continue;
                case "--fetch-once":
                    options = options with { FetchOnce = true };
                    continue;
                case "--keep":
                    options = options with { Keep = true };
                    continue;
                case "--runs" when int.TryParse(value, out var runs) && runs > 0:
                    options = options with { Runs = runs };
                    break;
                case "--posts" when int.TryParse(value, out var posts) && posts > 0:
                    options = options with { Posts = posts };
                    break;
                case "--lost-answers" when double.TryParse(value, out var share) && share is >= 0 and <= 1:
                    options = options with { LostAnswers = share };
                    break;
                default:
                    problem = $"'{args[i]} {value}' can't be taken.";
                    return null;
            }

            i++;
        }

        return options;
    }
}
