using System.Net;
using Atlas.EndToEnd.Systems;
using Atlas.Testing;
using Atlas.Testing.Clients;
using Atlas.Testing.Processes;
using Microsoft.Data.Sqlite;

namespace Atlas.EndToEnd.Failures;

/// <summary>What was acknowledged is there afterwards; what could not be stored was not acknowledged.</summary>
[Trait("Needs", "Process")]
public sealed class StorageFaultTests
{
    [Fact]
    public async Task A_database_that_somebody_else_has_locked_delays_and_loses_nothing()
    {
        var system = new AtlasSystem();
        await using IAsyncDisposable running = system;
        await system.InitializeAsync();
        var channel = await system.ConnectAsync();
        var early = await system.PrepareImageAsync(channel, "Due while locked");
        var due = await system.MoveAsync(early, seconds: 5);

        Task<ApiAnswer>[] sent;
        await using (await LockAsync(Path.Combine(system.App.DataDirectory, "rows.db")))
        {
            sent = [.. Enumerable.Range(0, 10).Select(i => TryScheduleAsync(system, channel, $"Locked {i}"))];
            await Eventually.BeAsync(() => DateTimeOffset.UtcNow > due.AddSeconds(2));
            Assert.Empty(await channel.PostsAsync()); // a claim that can't be stored is no claim
        }

        await system.BecomesAsync(early.PublicationId, "Published", TimeSpan.FromSeconds(60));
        await AllAcknowledgedGoLiveAsync(system, channel, await Task.WhenAll(sent), "Due while locked");
        await StillWorksAsync(system, channel);
    }

    [Fact]
    public async Task A_full_disk_refuses_and_loses_nothing()
    {
        using var disk = new SmallDisk();
        var system = new AtlasSystem(disk.Folder);
        await using IAsyncDisposable running = system;
        await system.InitializeAsync();
        var channel = await system.ConnectAsync();
        var early = await system.PrepareImageAsync(channel, "Due while full");
        await system.MoveAsync(early, seconds: 3);

        disk.Fill(system.App);
        var answers = new List<ApiAnswer>();
        do
        {
            answers.Add(await TryScheduleAsync(system, channel, $"Full {answers.Count}"));
            Assert.True(answers.Count < 5_000, "The disk never became full.");
        } while (answers[^1].IsSuccess);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answers[^1].Status);
        Assert.Equal("application/problem+json", answers[^1].ContentType);
        disk.Free(system.App);

        await system.BecomesAsync(early.PublicationId, "Published", TimeSpan.FromSeconds(60));
        await AllAcknowledgedGoLiveAsync(system, channel, answers, "Due while full");
        await StillWorksAsync(system, channel);

        await system.App.KillAsync();
        await system.App.StartAsync();
        Assert.Equal("Published", (await system.Client.PublicationAsync(early.PublicationId)).State);
    }

    private static async Task<ApiAnswer> TryScheduleAsync(AtlasSystem system, TestChannel channel, string text)
    {
        var media = await system.MediaAsync(DemoFiles.SquareImage);
        return await system.Client.CreatePostAsync(new NewPost([channel.Id], text, [media], AtlasSystem.In(8)));
    }

    private static async Task AllAcknowledgedGoLiveAsync(
        AtlasSystem system,
        TestChannel channel,
        IEnumerable<ApiAnswer> answers,
        string other
    )
    {
        var acknowledged = answers.Where(answer => answer.IsSuccess).ToList();
        foreach (var answer in acknowledged)
        {
            var id = answer["publications"][0].GetProperty("id").GetString()!;
            await system.BecomesAsync(id, "Published", TimeSpan.FromSeconds(60));
        }

        // A request that got no answer may have been stored: it may be live, but like all others only once.
        var captions = (await channel.PostsAsync()).Select(effect => effect.Caption!).ToList();
        Assert.Equal(captions.Count, captions.Distinct(StringComparer.Ordinal).Count());
        Assert.Subset(captions.ToHashSet(), acknowledged.Select(answer => answer["text"].GetString()!).Append(other).ToHashSet());
    }

    private static async Task StillWorksAsync(AtlasSystem system, TestChannel channel)
    {
        var post = await system.ScheduleImageAsync(channel, seconds: 1, "After it");
        await system.BecomesAsync(post.PublicationId, "Published");
    }

    private static async Task<SqliteConnection> LockAsync(string database)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = database,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
            }.ToString()
        );
        await connection.OpenAsync();
        var command = connection.CreateCommand();
        await using (command)
        {
            command.CommandText = "PRAGMA busy_timeout = 5000; BEGIN EXCLUSIVE;";
            await command.ExecuteNonQueryAsync();
        }

        return connection; // closing it rolls back
    }
}
