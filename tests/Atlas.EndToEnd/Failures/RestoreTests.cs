using System.Globalization;
using Atlas.EndToEnd.Systems;
using Atlas.Testing;
using Atlas.Testing.Clients;
using Microsoft.Data.Sqlite;

namespace Atlas.EndToEnd.Failures;

/// <summary>The restore drill: the data is copied while the app works, life goes on, the data is lost, the copy is put back.</summary>
[Trait("Needs", "Process")]
public sealed class RestoreTests(AtlasSystem system) : IClassFixture<AtlasSystem>
{
    [Fact]
    public async Task What_fell_due_while_the_data_was_gone_goes_out_once_and_what_comes_later_at_its_time()
    {
        var channel = await system.ConnectAsync();
        var before = await system.ScheduleImageAsync(channel, seconds: 1, "Before the copy");
        await system.BecomesAsync(before.PublicationId, "Published");
        var overdue = await system.ScheduleImageAsync(channel, seconds: 8, "While it was down");
        var later = await system.ScheduleImageAsync(channel, seconds: 600, "Later");

        var copy = system.Folder["copy"];
        Copy(system.App.DataDirectory, copy);
        var due = (await system.Client.PublicationAsync(overdue.PublicationId)).DueAt!.Value;
        await system.App.KillAsync();
        Directory.Delete(system.App.DataDirectory, recursive: true);
        Directory.Move(copy, system.App.DataDirectory);
        await Eventually.BeAsync(() => DateTimeOffset.UtcNow > due);
        await StartOnCopyAsync();

        await system.BecomesAsync(overdue.PublicationId, "Published", TimeSpan.FromSeconds(60));
        await system.BecomesAsync(before.PublicationId, "Published");
        await system.MoveAsync(later, seconds: 1);
        await system.BecomesAsync(later.PublicationId, "Published");
        Assert.Contains("restored", await system.TimelineAsync(overdue));
        Assert.DoesNotContain("restored", await system.TimelineAsync(later));
        Assert.Equal(
            ["Before the copy", "Later", "While it was down"],
            (await channel.PostsAsync()).Select(effect => effect.Caption).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_post_that_is_live_and_that_the_copy_holds_as_scheduled_stays_one()
    {
        var channel = await system.ConnectAsync();
        var post = await system.ScheduleImageAsync(channel, seconds: 10, "Live since", firstComment: "And its comment");
        var copy = system.Folder["copy-2"];
        Copy(system.App.DataDirectory, copy);
        await system.BecomesAsync(post.PublicationId, "Published", TimeSpan.FromSeconds(60));
        await Eventually.BeAsync(async () => (await CommentsAsync(channel)).Count == 1, TimeSpan.FromSeconds(30));

        await system.App.KillAsync();
        Directory.Delete(system.App.DataDirectory, recursive: true);
        Directory.Move(copy, system.App.DataDirectory);
        await StartOnCopyAsync();

        var found = await system.BecomesAsync(post.PublicationId, "Published", TimeSpan.FromSeconds(60));
        Assert.Contains("restored", await system.TimelineAsync(post));
        Assert.Equal(found.PlatformPostId, Assert.Single(await channel.PostsAsync()).MediaId);
        Assert.Single(await CommentsAsync(channel));
    }

    private async Task StartOnCopyAsync()
    {
        system.App.Settings["Publishing__RestoredAt"] = DateTimeOffset.UtcNow.ToString("o", CultureInfo.InvariantCulture);
        await system.App.StartAsync();
    }

    private static async Task<List<Effect>> CommentsAsync(TestChannel channel) =>
        [.. (await channel.EffectsAsync()).Where(effect => !effect.IsPost)];

    /// <summary>Databases by SQLite's own backup, which sees one instant of each; everything else as files.</summary>
    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            if (file.Contains("/.incoming/", StringComparison.Ordinal))
            {
                continue; // a file that nobody has been told of yet
            }

            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (file.EndsWith(".db", StringComparison.Ordinal))
            {
                using var source = Open(file, SqliteOpenMode.ReadOnly);
                using var copy = Open(target, SqliteOpenMode.ReadWriteCreate);
                source.BackupDatabase(copy);
            }
            else if (!file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal))
            {
                File.Copy(file, target);
            }
        }
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = mode,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        return connection;
    }
}
