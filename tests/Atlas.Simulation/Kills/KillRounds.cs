using System.Collections.Concurrent;
using System.Net;
using Atlas.Testing;
using Atlas.Testing.Azurite;
using Atlas.Testing.Clients;
using Atlas.Testing.Processes;

namespace Atlas.Simulation.Kills;

/// <summary>The app on SQLite or on the adapters for Azure, killed with -9 at random moments while posts come in and go out; then what followers saw is held against the ledger.</summary>
internal sealed class KillRounds : IAsyncDisposable
{
    private const int Accounts = 20;

    /// <summary>How long a kill may keep what was in the middle of a call from being settled is a matter of settings: short here.</summary>
    private static readonly Dictionary<string, string> s_settings = new()
    {
        ["Publishing__PrepareAhead"] = "00:00:00",
        ["Publishing__CallTimeout"] = "00:00:05",
        ["Publishing__LeaseDuration"] = "00:00:08",
        ["Publishing__SettleTime"] = "00:00:03",
        ["Publishing__UncertainSettleTime"] = "00:00:06",
        ["Publishing__FirstRetry"] = "00:00:01",
        ["Platforms__Instagram__ReadPermalinkAfterPublish"] = "false",
    };

    private readonly TempDirectory _folder = new();
    private readonly SandboxProcess _sandbox;
    private readonly AppProcess _app;
    private readonly Random _random;
    private readonly KillStorage _storage;
    private readonly ConcurrentBag<string> _acknowledged = [];
    private readonly List<string> _channels = [];
    private AtlasClient _client = null!;
    private AzuriteFixture? _azurite;
    private string _media = "";

    private KillRounds(KillStorage storage, int seed)
    {
        _random = new Random(seed);
        _storage = storage;
        _sandbox = new SandboxProcess(_folder["sandbox.log"]);
        _app = new AppProcess(_folder["data"], _sandbox.Url, _folder["app.log"]);
        foreach (var (name, value) in s_settings)
        {
            _app.Settings[name] = value;
        }
    }

    /// <param name="told">Gets a word on each round.</param>
    public static async Task<KillVerdict> RunAsync(
        KillStorage storage,
        int rounds,
        int postsPerRound,
        int seed,
        Action<string> told
    )
    {
        await using var run = new KillRounds(storage, seed);
        await run.StartAsync();
        for (var round = 1; round <= rounds; round++)
        {
            told($"round {round} of {rounds}: {await run.RoundAsync(round, postsPerRound)}");
        }

        return await run.JudgeAsync(rounds);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _app.DisposeAsync();
        await _sandbox.DisposeAsync();
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task StartAsync()
    {
        if (_storage == KillStorage.Azurite)
        {
            // It keeps what it has acknowledged in memory for seconds, so it is never what is killed.
            _azurite = await AzuriteFixture.StartAsync();
            _app.Settings["Atlas__LocalRuntime__Storage"] = "azure";
            _app.Settings["Atlas__Storage__TableConnectionString"] = _azurite.ConnectionString;
            _app.Settings["Atlas__Storage__BlobConnectionString"] = _azurite.ConnectionString;
            _app.Settings["Atlas__Egress__AllowedLoopbackPorts"] += $",{_azurite.BlobEndpoint.Port}"; // where media are fetched from
        }

        await _sandbox.StartAsync();
        await _sandbox.Client.ChangeOptionsAsync(new { quotaTotal = 100_000, containerLimit = 100_000 });
        await _app.StartAsync();
        using var setup = _app.ClientFor(_app.SetupKey);
        var (_, key) = await setup.CreateWorkspaceAsync("Kills");
        _client = _app.ClientFor(key);
        _media = await _client.UploadAsync("a.jpg", DemoFiles.Read(DemoFiles.SquareImage), "image/jpeg");
        foreach (var account in await _sandbox.Client.CreateAccountsAsync(Accounts))
        {
            _channels.Add(await _client.ConnectAsync(account));
        }
    }

    /// <summary>Posts come in and go out; somewhere in that the process ends.</summary>
    private async Task<string> RoundAsync(int round, int posts)
    {
        var killAfter = TimeSpan.FromMilliseconds(_random.Next(50, 2500));
        var dues = Enumerable.Range(0, posts).Select(_ => TimeSpan.FromMilliseconds(_random.Next(0, 2000))).ToList();
        var sending = dues.Select((due, i) => SendAsync($"kill {round}/{i}", i, due)).ToList();
        await Task.WhenAny(sending); // a process that has not yet got to any post is no process under load
        await Task.Delay(killAfter);
        await _app.KillAsync();
        await Task.WhenAll(sending);
        await _app.StartAsync();
        return $"killed after {killAfter.TotalMilliseconds:0} ms, back after {_app.StartTime.TotalMilliseconds:0} ms";
    }

    private async Task SendAsync(string text, int number, TimeSpan due)
    {
        try
        {
            var channel = _channels[number % _channels.Count];
            var answer = await _client.CreatePostAsync(
                new NewPost([channel], text, [_media], DateTimeOffset.UtcNow + TimeSpan.FromSeconds(0.2) + due)
            );
            if (answer.Status == HttpStatusCode.Created)
            {
                _acknowledged.Add(text);
            }
        }
        catch (HttpRequestException)
        {
            // The process was gone: whether the post is known is not.
        }
    }

    private async Task<IReadOnlyList<PublicationInfo>> SettledAsync()
    {
        IReadOnlyList<PublicationInfo> open = [];
        try
        {
            return await Eventually.GetAsync(
                async () =>
                {
                    await Task.Delay(300);
                    var all = await _client.PublicationsAsync();
                    open = [.. all.Where(one => one.State is not ("Published" or "Failed" or "Missed"))];
                    return open.Count == 0 ? all : null;
                },
                TimeSpan.FromMinutes(4)
            );
        }
        catch (TimeoutException ex)
        {
            throw new TimeoutException($"{open.Count} publications never came to rest: {string.Join("; ", open)}", ex);
        }
    }

    private async Task<KillVerdict> JudgeAsync(int rounds)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var ledger = await SettledAsync();
        var posts = (await _sandbox.Client.EffectsAsync()).Effects.Where(effect => effect.IsPost).ToList();
        var byCaption = posts.GroupBy(effect => effect.Caption ?? "").ToDictionary(group => group.Key, group => group.Count());
        var live = posts.Select(effect => effect.MediaId).ToHashSet(StringComparer.Ordinal);
        var known = ledger.Where(one => one is { State: "Published", PlatformPostId: { } id } && live.Contains(id)).ToList();
        return new KillVerdict(
            rounds,
            _acknowledged.Count,
            ledger.Count,
            posts.Count,
            Doubled: byCaption.Values.Sum(count => count - 1),
            Lost: _acknowledged.Count(text => !byCaption.ContainsKey(text)),
            Unexplained: posts.Count
                - known.Count
                + ledger.Count(one => one.State == "Published" && !live.Contains(one.PlatformPostId ?? "")),
            SettledAfterSeconds: Math.Round(watch.Elapsed.TotalSeconds, 1)
        );
    }
}
