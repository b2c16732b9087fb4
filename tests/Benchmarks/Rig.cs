using System.Globalization;
using Atlas.Testing;
using Atlas.Testing.Clients;
using Atlas.Testing.Processes;

namespace Atlas.Benchmarks;

/// <summary>One run's app and sandbox on a data folder of their own, with workspaces, channels and an image in each workspace.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private const int WorkspaceCount = 20;
    private const int ChannelsPerWorkspace = 10;

    private readonly TempDirectory _folder = new();
    private readonly bool _keep;

    private Rig(bool keep)
    {
        _keep = keep;
        Sandbox = new SandboxProcess(_folder["sandbox.log"]);
        App = new AppProcess(_folder["data"], Sandbox.Url, _folder["app.log"]);
    }

    public SandboxProcess Sandbox { get; }

    public AppProcess App { get; }

    public List<RigWorkspace> Workspaces { get; } = [];

    public static async Task<Rig> StartAsync(BenchOptions options, Action<Dictionary<string, string>>? configure = null)
    {
        var rig = new Rig(options.Keep);
        try
        {
            configure?.Invoke(rig.App.Settings);
            await rig.Sandbox.StartAsync();
            // The clients here are few and faster than any customer: limits are not what is measured.
            await rig.Sandbox.Client.ChangeOptionsAsync(
                new
                {
                    fetchCache = options.FetchOnce,
                    quotaTotal = 100_000,
                    containerLimit = 100_000,
                }
            );
            await rig.App.StartAsync();
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    public async Task ProvisionAsync()
    {
        var accounts = await Sandbox.Client.CreateAccountsAsync(WorkspaceCount * ChannelsPerWorkspace);
        var image = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Files", "square.jpg"));
        using var setup = App.ClientFor(App.SetupKey);
        foreach (var own in accounts.Chunk(ChannelsPerWorkspace))
        {
            var (id, key) = await setup.CreateWorkspaceAsync($"Bench {Workspaces.Count + 1}");
            var client = App.ClientFor(key);
            var media = await client.UploadAsync("square.jpg", image, "image/jpeg");
            var channels = new List<string>();
            foreach (var account in own)
            {
                channels.Add(await client.ConnectAsync(account));
            }

            Workspaces.Add(new RigWorkspace(id, key, client, media, channels));
        }
    }

    /// <summary>Posts spread over all channels, each with a caption of its own; every one is acknowledged when this ends.</summary>
    /// <param name="caption">Starts the captions, which must differ from all others on the channel.</param>
    /// <param name="only">The one workspace whose posts they are; null for all of them.</param>
    public Task ScheduleAsync(
        int posts,
        DateTimeOffset at,
        int connections = 32,
        string caption = "Post",
        RigWorkspace? only = null
    ) => ScheduleAsync(posts, _ => at, connections, caption, only);

    /// <param name="dueOf">When the post with this number, which its caption ends with, is due.</param>
    public async Task ScheduleAsync(
        int posts,
        Func<int, DateTimeOffset> dueOf,
        int connections = 32,
        string caption = "Post",
        RigWorkspace? only = null
    )
    {
        IReadOnlyList<RigWorkspace> workspaces = only is null ? Workspaces : [only];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => SendAsync()));

        async Task SendAsync()
        {
            using var connection = await LoadConnection.OpenAsync(App.Port);
            for (var i = Interlocked.Increment(ref next); i < posts; i = Interlocked.Increment(ref next))
            {
                var workspace = workspaces[i % workspaces.Count];
                var channel = workspace.Channels[i / workspaces.Count % workspace.Channels.Count];
                var due = dueOf(i).UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
                var body =
                    $$"""{"channelIds":["{{channel}}"],"text":"{{caption}} {{i}}","media":[{"mediaId":"{{workspace.MediaId}}"}],"dueAt":"{{due}}"}""";
                await connection.PostAsync("/api/v1/posts", workspace.Key, body, expected: 201);
            }
        }
    }

    /// <summary>Until so many publications, of all workspaces together, are in a state.</summary>
    public async Task AllBecomeAsync(string state, int posts, TimeSpan limit) =>
        await Eventually.BeAsync(
            async () =>
            {
                // Reading the whole ledger is work for what is measured: seldom, and never while posts are due.
                await Task.Delay(500);
                return (await Ledger.ReadAsync(this)).Count(publication => publication.State == state) >= posts;
            },
            limit,
            $"{posts} publications are {state}"
        );

    public async Task<AppCounters> CountersAsync()
    {
        using var setup = App.ClientFor(App.SetupKey);
        return await setup.CountersAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Workspaces.ForEach(workspace => workspace.Client.Dispose());
        await App.DisposeAsync();
        await Sandbox.DisposeAsync();
        if (_keep)
        {
            await Console.Error.WriteLineAsync($"Kept: {_folder}");
        }
        else
        {
            _folder.Dispose();
        }
    }
}

internal sealed record RigWorkspace(string Id, string Key, AtlasClient Client, string MediaId, IReadOnlyList<string> Channels);
