using Microsoft.Data.Sqlite;

namespace Atlas.LocalRuntime.DurableTask.Tests;

public sealed class DeterminismTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_same_seed_makes_the_same_history(int seed) => Assert.Equal(History(seed), History(seed));

    [Fact]
    public void Another_seed_makes_another_history() =>
        Assert.True(Enumerable.Range(0, 10).Select(History).Distinct().Count() > 1);

    private static string History(int seed)
    {
        DurableTaskHubOptions options = new()
        {
            HistoryRetention = TimeSpan.FromDays(365),
            HostileMode = new HostileOptions { Seed = seed },
        };
        using SimulatedHub hub = new(seed, options, onFile: true);
        hub.Start();
        for (var i = 0; i < 5; i++)
        {
            hub.Schedule($"p{i}", "Program", new ProgramInput(i, 1, 0, ""));
        }

        for (var i = 0; i < 5; i++)
        {
            hub.Completion($"p{i}");
        }

        using SqliteConnection connection = new($"Data Source={hub.Options.DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT seq, turn, at, hex(events) FROM history ORDER BY seq, turn";
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add($"{reader[0]} {reader[1]} {reader[2]} {reader[3]}");
        }

        Assert.NotEmpty(rows);
        return string.Join('\n', rows);
    }
}
