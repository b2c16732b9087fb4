namespace Atlas.LocalRuntime.DurableTask.Tests;

/// <summary>A write-ahead log cut at any byte: what comes back is a prefix that holds every commit whose frames were all there.</summary>
public sealed class TornLogTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_torn_log_gives_a_prefix_with_every_commit_that_was_whole(int seed)
    {
        CommitSeam seam = new();
        using SimulatedHub hub = new(
            seed,
            new DurableTaskHubOptions { CommitSeam = seam },
            onFile: true,
            f => f.Orchestrator("W", c => c.WaitForExternalEvent<int>("never"))
        );
        var log = hub.Options.DatabasePath + "-wal";
        List<(long Length, int Acknowledged)> commits = [];
        var acknowledged = 0;
        seam.After = _ => commits.Add((new FileInfo(log).Length, acknowledged));
        hub.Start();
        for (var i = 0; i < 30; i++)
        {
            hub.Schedule($"i{i:D2}", "W");
            acknowledged++;
        }

        hub.Simulation.RunUntil(() => hub.Hub.Health is { Turns: 30 });
        Random random = new(seed);
        for (var i = 0; i < 25; i++)
        {
            var cut = random.NextInt64(commits[0].Length, commits[^1].Length + 1);
            var expected = commits.Where(c => c.Length <= cut).Max(c => c.Acknowledged);
            AssertPrefix(hub.Options.DatabasePath!, cut, expected);
        }
    }

    private static void AssertPrefix(string path, long cut, int atLeast)
    {
        var directory = Directory.CreateTempSubdirectory("atlas-torn-").FullName;
        try
        {
            var copy = Path.Combine(directory, "hub.db");
            File.Copy(path, copy);
            File.Copy(path + "-wal", copy + "-wal");
            using (var log = File.OpenWrite(copy + "-wal"))
            {
                log.SetLength(cut);
            }

            Simulation simulation = new(0);
            var database = SqliteDatabase.Open(new SqliteDatabaseOptions(copy, HubSchema.Sql), simulation);
            Assert.Equal("ok", database.Read(s => s.Scalar("PRAGMA integrity_check")));
            var ids =
                database.Read(s => (string?)s.Scalar("SELECT group_concat(id) FROM (SELECT id FROM instance ORDER BY seq)"))
                ?? "";
            var found = ids.Split(',', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(Enumerable.Range(0, found.Length).Select(n => $"i{n:D2}"), found);
            Assert.InRange(found.Length, atLeast, 30);
            Assert.Equal(
                0L,
                database.Read(s => s.Scalar("SELECT count(*) FROM history WHERE seq NOT IN (SELECT seq FROM instance)"))
            );
            simulation.Complete(() => database.DisposeAsync().AsTask());
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
