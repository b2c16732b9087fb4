using Atlas.Capacity.App;
using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;
using Atlas.LocalRuntime;
using Atlas.Storage.Sqlite;
using Atlas.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Capacity.Load;

/// <summary>
/// Schedules many posts by the app's own command while the app is down. Each row is what the app would have written; only the
/// batches are larger, so that a million posts need minutes and not hours.
/// </summary>
/// <param name="rowsFile">The app's rows. Nobody else may have it open.</param>
public sealed class BulkLoad(string rowsFile, Uri sandbox)
{
    private const int Flush = 20_000;

    public async Task RunAsync(IReadOnlyList<LoadWorkspace> workspaces, int posts, DateTimeOffset first, TimeSpan span)
    {
        await using var store = SqliteRowStore.Open(rowsFile, new ThreadPoolScheduler(fault => throw fault));
        // Workspace by workspace: the rows of one lie together in the file.
        var done = 0;
        for (var i = 0; i < workspaces.Count; i++)
        {
            var share = (int)((long)posts * (i + 1) / workspaces.Count) - done;
            done += share;
            await FillAsync(store, workspaces[i], share, first, span);
        }
    }

    private async Task FillAsync(SqliteRowStore store, LoadWorkspace workspace, int posts, DateTimeOffset first, TimeSpan span)
    {
        var rows = new HeldRows(store);
        await using var services = CapacityServices.Build(
            new AppPorts(rows, new NoMedia(), new NoVault(), new NoSender()),
            TimeProvider.System,
            sandbox
        );
        var create = services.GetRequiredService<CreatePost>();
        var caller = new Caller(
            Id<Workspace>.Parse(workspace.Id),
            "bulk load",
            "Europe/Berlin",
            [Scopes.Admin],
            new Secret("none")
        );
        var media = new PostMedia(Id<MediaAsset>.Parse(workspace.MediaId));
        for (var i = 0; i < posts; i++)
        {
            var request = new CreatePostRequest
            {
                ChannelIds = [Id<Channel>.Parse(workspace.Channels[i % workspace.Channels.Count])],
                Text = $"Planned {i}",
                Media = [media],
                DueAt = first + (span * ((i + 0.5) / posts)),
            };
            var made = await create.HandleAsync(
                caller,
                request,
                idempotencyKey: null,
                NoStarter.Instance,
                CancellationToken.None
            );
            if (made.Failed)
            {
                throw new InvalidOperationException($"Post {i} was refused: {made.Problem.Detail}");
            }

            if (rows.Count >= Flush)
            {
                await rows.FlushAsync();
            }
        }

        await rows.FlushAsync();
    }

    /// <summary>Nothing here is due soon.</summary>
    private sealed class NoStarter : IPublicationStarter
    {
        public static readonly NoStarter Instance = new();

        public Task StartAsync(Publication publication, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A post of the load is due already.");

        public Task WakeAsync(Publication publication, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A post of the load runs already.");
    }
}
