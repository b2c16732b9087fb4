namespace Atlas.LocalRuntime.DurableTask.Tests;

public sealed class RetentionTests
{
    [Fact]
    public void A_finished_instance_and_its_history_leave_after_their_time_and_no_unfinished_one_does()
    {
        DurableTaskHubOptions options = new()
        {
            InstanceRetention = TimeSpan.FromHours(3),
            HistoryRetention = TimeSpan.FromHours(1),
        };
        using SimulatedHub hub = new(
            1,
            options,
            onFile: true,
            f =>
            {
                f.Orchestrator("Done", c => Task.FromResult(1));
                f.Orchestrator("Waits", c => c.WaitForExternalEvent<int>("never"));
            }
        );
        hub.Start();
        hub.Schedule("waits", "Waits");
        Assert.Equal(1, hub.Run<int>("Done"));
        Assert.Equal(2, Histories(hub));

        hub.Simulation.Time.Advance(TimeSpan.FromHours(2));
        hub.Simulation.RunUntil(() => Histories(hub) == 1);
        Assert.NotNull(hub.Get("main"));

        hub.Simulation.Time.Advance(TimeSpan.FromHours(2));
        for (var looks = 0; hub.Get("main") is not null; looks++)
        {
            Assert.True(looks < 1000);
        }

        Assert.NotNull(hub.Get("waits"));
    }

    private static long Histories(SimulatedHub hub)
    {
        using Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={hub.Options.DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(DISTINCT seq) FROM history";
        return (long)command.ExecuteScalar()!;
    }
}
