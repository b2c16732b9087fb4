using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Atlas.Testing;
using Atlas.Testing.Clients;
using Atlas.Testing.Processes;

namespace Atlas.EndToEnd.Systems;

/// <summary>
/// The app and a sandbox as real processes, with one workspace. The publisher's own patience is cut to seconds; nothing else
/// differs from what users run. They are started here, or run elsewhere already: <see cref="RunningElsewhere"/>.
/// </summary>
public class AtlasSystem : IAsyncLifetime, IAsyncDisposable
{
    private readonly Dictionary<string, Task<string>> _media = [];
    private AtlasClient? _client;

    public AtlasSystem()
        : this(dataDirectory: null) { }

    internal AtlasSystem(string? dataDirectory)
    {
        if (RunningElsewhere.Find() is { } elsewhere)
        {
            Sandbox = new SandboxProcess(elsewhere.Sandbox);
            App = new AppProcess(elsewhere.App, elsewhere.SetupKey, elsewhere.OperatorKey);
            return;
        }

        Sandbox = new SandboxProcess(Folder["sandbox.log"]);
        App = new AppProcess(dataDirectory ?? Folder["data"], Sandbox.Url, Folder["app.log"]);
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "patience.env")))
        {
            if (line.Split('=', 2) is [var name, var value] && !name.StartsWith('#'))
            {
                App.Settings[name] = value;
            }
        }
    }

    public TempDirectory Folder { get; } = new();

    public SandboxProcess Sandbox { get; }

    public AppProcess App { get; }

    public AtlasClient Client => _client ?? throw new InvalidOperationException("Not started.");

    public string WorkspaceId { get; private set; } = "";

    public string ApiKey { get; private set; } = "";

    public virtual async Task InitializeAsync()
    {
        await Sandbox.StartAsync();
        await App.StartAsync();
        if (!Sandbox.IsOurs)
        {
            await Sandbox.Client.ClearFaultsAsync(); // of the class before: all share it, one after the other
        }

        (WorkspaceId, ApiKey) = await CreateWorkspaceAsync("End to end");
        _client = App.ClientFor(ApiKey);
    }

    public virtual async Task DisposeAsync()
    {
        _client?.Dispose();
        await App.DisposeAsync();
        await Sandbox.DisposeAsync();
        var leaks = FindLeaks();
        Folder.Dispose();
        Assert.True(leaks.Count == 0, $"The app wrote secrets in the clear: {string.Join("; ", leaks)}");
    }

    /// <summary>Tokens of any network, the workspace's key and the apps' secrets, in all that the app wrote.</summary>
    private IReadOnlyList<string> FindLeaks()
    {
        var files = Directory.Exists(App.DataDirectory)
            ? Directory.EnumerateFiles(App.DataDirectory, "*", SearchOption.AllDirectories)
            : [];
        string[] secrets =
        [
            .. App.Settings.Where(setting => setting.Key.EndsWith("__ClientSecret")).Select(setting => setting.Value),
            .. ApiKey.Length > 0 ? [ApiKey, App.SetupKey] : Array.Empty<string>(),
        ];
        List<string> finds = [.. TokenShapes.Search([.. files, App.LogFile])];
        if (Directory.Exists(App.DataDirectory))
        {
            finds.AddRange(LeakSearch.InFiles(App.DataDirectory, secrets));
        }

        if (File.Exists(App.LogFile))
        {
            finds.AddRange(LeakSearch.InLines(File.ReadLines(App.LogFile), secrets));
        }

        return finds;
    }

    ValueTask IAsyncDisposable.DisposeAsync() => new(DisposeAsync());

    public async Task<(string WorkspaceId, string ApiKey)> CreateWorkspaceAsync(string name)
    {
        using var setup = App.ClientFor(App.SetupKey);
        return await setup.CreateWorkspaceAsync(name);
    }

    /// <summary>What the deployment's operators do.</summary>
    public async Task OperateAsync(HttpMethod method, string path, object? body = null)
    {
        using var http = new HttpClient { BaseAddress = App.Url };
        using var request = new HttpRequestMessage(method, $"/api/v1/operations/{path}")
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        request.Headers.Add("x-functions-key", App.OperatorKey);
        using var answer = await http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>A new account at the network, connected to the workspace: what happens on it is this test's alone.</summary>
    public async Task<TestChannel> ConnectAsync(string login = "facebook")
    {
        var account = (await Sandbox.Client.CreateAccountsAsync(1, login)).Single();
        return new TestChannel(await Client.ConnectAsync(account), account, Sandbox.Client);
    }

    /// <summary>The id of one of the demo files in the workspace's library; uploaded when first asked for.</summary>
    public Task<string> MediaAsync(string file)
    {
        lock (_media)
        {
            return _media.TryGetValue(file, out var known)
                ? known
                : _media[file] =
                    file == AnimatedPicture.Name
                        ? Client.UploadAsync(file, AnimatedPicture.Bytes(), "image/gif")
                        : Client.UploadAsync(file, DemoFiles.Read(file), DemoFiles.ContentTypeOf(file));
        }
    }

    /// <summary>Schedules a square image <paramref name="seconds"/> from now.</summary>
    public async Task<ScheduledPost> ScheduleImageAsync(
        TestChannel channel,
        double seconds,
        string text = "A picture",
        string? firstComment = null,
        NewLatePolicy? latePolicy = null
    ) =>
        await Client.ScheduleAsync(
            new NewPost([channel.Id], text, [await MediaAsync(DemoFiles.SquareImage)], In(seconds))
            {
                FirstComment = firstComment,
                LatePolicy = latePolicy,
            }
        );

    /// <summary>Schedules a square image minutes ahead and waits until only the visible call is left: no machine is too slow for that.</summary>
    public async Task<ScheduledPost> PrepareImageAsync(TestChannel channel, string text = "A picture")
    {
        var post = await ScheduleImageAsync(channel, seconds: 600, text);
        await BecomesAsync(post.PublicationId, "Ready");
        return post;
    }

    /// <returns>The new time.</returns>
    public async Task<DateTimeOffset> MoveAsync(ScheduledPost post, double seconds)
    {
        var dueAt = In(seconds);
        (await Client.PostAsync($"api/v1/posts/{post.Id}/schedule", new { dueAt })).Expect(HttpStatusCode.OK);
        return dueAt;
    }

    public async Task CancelAsync(ScheduledPost post) =>
        (await Client.PostAsync($"api/v1/posts/{post.Id}/cancel")).Expect(HttpStatusCode.OK);

    /// <summary>Waits for a state; where it never comes, the publication's whole story is the message.</summary>
    public async Task<PublicationInfo> BecomesAsync(string publicationId, string state, TimeSpan? timeout = null)
    {
        try
        {
            return await ReachesAsync(publicationId, state, timeout);
        }
        catch (TimeoutException ex)
        {
            throw new TimeoutException(await StoryOfAsync(publicationId), ex);
        }
    }

    /// <summary>How it is, how it came to that, and what the app logged last.</summary>
    public async Task<string> StoryOfAsync(string publicationId)
    {
        var now = await Client.PublicationAsync(publicationId);
        var story = await Client.GetAsync($"api/v1/posts/{now.PostId}/timeline");
        var log = string.Join('\n', App.ReadLog().Split('\n').TakeLast(40));
        return $"It is {now.State} ({now.Waiting}): {story.Body}\n{log}";
    }

    private Task<PublicationInfo> ReachesAsync(string publicationId, string state, TimeSpan? timeout) =>
        Eventually.GetAsync(
            async () =>
            {
                var publication = await Client.PublicationAsync(publicationId);
                if (publication.State is "Published" or "Failed" or "Missed" or "Cancelled" && publication.State != state)
                {
                    throw new InvalidOperationException(
                        $"It became {publication.State}, not {state}: {publication.Failure?.Message}"
                    );
                }

                return publication.State == state ? publication : null;
            },
            timeout ?? TimeSpan.FromSeconds(30),
            $"the publication is {state}"
        );

    /// <summary>The names of what happened, oldest first.</summary>
    public async Task<List<string>> TimelineAsync(ScheduledPost post) =>
        [
            .. (await Client.GetAsync($"api/v1/posts/{post.Id}/timeline"))["entries"]
                .EnumerateArray()
                .Select(entry => entry.GetProperty("event").GetString()!),
        ];

    public static DateTimeOffset In(double seconds) => DateTimeOffset.UtcNow.AddSeconds(seconds);

    public static string Sha256(string demoFile) => Convert.ToHexStringLower(SHA256.HashData(DemoFiles.Read(demoFile)));
}
