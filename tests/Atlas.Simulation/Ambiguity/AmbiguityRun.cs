using System.Net;
using System.Text.Json;
using Atlas.Testing;
using Atlas.Testing.Clients;
using Atlas.Testing.Processes;

namespace Atlas.Simulation.Ambiguity;

/// <summary>
/// Posts to every network of the sandbox; of the calls that make them visible one in twenty is cut after its effect, and one in
/// twenty is answered with 500 after it. The app keeps its own patience: nothing is cut short.
/// </summary>
internal sealed class AmbiguityRun : IAsyncDisposable
{
    private const double Share = 0.05;
    private const int PostsPerAccount = 10;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly TempDirectory _folder = new();
    private readonly SandboxProcess _sandbox;
    private readonly AppProcess _app;
    private readonly Dictionary<string, string> _media = [];
    private AtlasClient _client = null!;

    private AmbiguityRun()
    {
        _sandbox = new SandboxProcess(_folder["sandbox.log"]);
        _app = new AppProcess(_folder["data"], _sandbox.Url, _folder["app.log"]);
    }

    /// <param name="posts">To each network.</param>
    public static async Task<IReadOnlyList<AmbiguityFigures>> RunAsync(int posts, Action<string> told)
    {
        await using var run = new AmbiguityRun();
        await run.StartAsync();
        var channels = new List<AmbiguousChannel>();
        foreach (var network in AmbiguousNetwork.All)
        {
            for (var i = 0; i < (posts + PostsPerAccount - 1) / PostsPerAccount; i++)
            {
                channels.Add(await run.ConnectAsync(network));
            }

            told($"{network.Platform}: connected");
        }

        await run.ScheduleAsync(channels, posts);
        told($"{AmbiguousNetwork.All.Count * posts} posts are scheduled");
        var settled = await run.WaitAsync();
        var effects = (await run._sandbox.Client.EffectsAsync()).Effects.Where(effect => effect.IsPost).ToList();
        var figures = new List<AmbiguityFigures>();
        foreach (var network in AmbiguousNetwork.All)
        {
            figures.Add(
                await run.JudgeAsync(
                    network.Platform,
                    [.. settled.Where(one => one.Platform == network.Platform)],
                    [.. effects.Where(effect => effect.Platform == network.Platform)]
                )
            );
        }

        return figures;
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _app.DisposeAsync();
        await _sandbox.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartAsync()
    {
        await _sandbox.StartAsync();
        await _sandbox.Client.ChangeOptionsAsync(
            new
            {
                rateLimits = false,
                quotaTotal = 100_000,
                containerLimit = 100_000,
            }
        );
        await _app.StartAsync();
        using var setup = _app.ClientFor(_app.SetupKey);
        var (_, key) = await setup.CreateWorkspaceAsync("Ambiguity");
        _client = _app.ClientFor(key);
        foreach (var file in AmbiguousNetwork.All.Select(network => network.File).OfType<string>().Distinct())
        {
            _media[file] = await _client.UploadAsync(file, DemoFiles.Read(file), DemoFiles.ContentTypeOf(file));
        }

        await _sandbox.Client.AddFaultsAsync([
            .. AmbiguousNetwork.All.SelectMany(network =>
                new[] { FaultKind.Cut, FaultKind.ServerError }.Select(kind => new Fault(kind, network.Operation)
                {
                    Phase = FaultPhase.After,
                    Probability = Share,
                })
            ),
        ]);
    }

    private async Task<AmbiguousChannel> ConnectAsync(AmbiguousNetwork network)
    {
        switch (network.Platform)
        {
            case "instagram":
                var account = (await _sandbox.Client.CreateAccountsAsync(1)).Single();
                return new AmbiguousChannel(network, await _client.ConnectAsync(account), account);
            case "facebook":
                var owner = (await _sandbox.Client.CreateAccountsAsync(1)).Single();
                var page = await _client.PostAsync(
                    "api/v1/channels",
                    new
                    {
                        platform = "facebook",
                        login = "facebook",
                        accountId = owner.PageId,
                        accessToken = owner.PageAccessToken,
                    }
                );
                return new AmbiguousChannel(network, page.Expect(HttpStatusCode.Created).Id, owner);
            default:
                var made = await _sandbox.Client.CreateAccountAsync(network.Platform);
                var channels = await _client.LogInAsync(network.Platform, made.Username, Fields(network.Platform, made));
                return new AmbiguousChannel(
                    network,
                    channels.First(channel => channel.Key.StartsWith($"{network.Platform}/", StringComparison.Ordinal)).Value,
                    made
                );
        }
    }

    private static object? Fields(string platform, SandboxAccount account) =>
        platform switch
        {
            "bluesky" => new { handle = account.Extra!["handle"], appPassword = account.Extra["appPassword"] },
            "mastodon" => new { server = "mastodon.social" },
            "telegram" => new { botToken = account.AccessToken, chat = account.Extra!["chatId"] },
            _ => null,
        };

    /// <summary>Spread over time and accounts, each with words of its own.</summary>
    private async Task ScheduleAsync(List<AmbiguousChannel> channels, int posts)
    {
        var start = DateTimeOffset.UtcNow.AddSeconds(15);
        foreach (var own in channels.GroupBy(channel => channel.Network))
        {
            var accounts = own.ToList();
            for (var i = 0; i < posts; i++)
            {
                var channel = accounts[i % accounts.Count];
                var text = $"{own.Key.Platform} number {i}";
                var made = await _client.PostAsync(
                    "api/v1/posts",
                    new
                    {
                        channelIds = new[] { channel.Id },
                        text,
                        title = own.Key.Platform is "youtube" or "pinterest" ? text : null,
                        options = own.Key.Options(channel.Account.Extra),
                        media = own.Key.File is { } file
                            ? [new { mediaId = _media[file], altText = "A demo file" }]
                            : Array.Empty<object>(),
                        dueAt = start.AddSeconds(0.5 * i),
                    }
                );
                made.Expect(HttpStatusCode.Created);
            }
        }
    }

    /// <summary>Until each is live, refused or left to a person; what is none of these at last is open.</summary>
    private async Task<List<PublicationInfo>> WaitAsync()
    {
        var until = DateTimeOffset.UtcNow + s_patience;
        while (true)
        {
            var all = await _client.PublicationsAsync();
            if (all.All(one => one.State is "Published" or "Failed" or "Missed" || IsAsked(one)) || DateTimeOffset.UtcNow > until)
            {
                return all;
            }

            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private async Task<AmbiguityFigures> JudgeAsync(string network, List<PublicationInfo> publications, List<Effect> effects)
    {
        var (lost, settled) = (0, new List<TimeSpan>());
        foreach (var publication in publications)
        {
            var entries = (await _client.GetAsync($"api/v1/posts/{publication.PostId}/timeline"))["entries"]
                .EnumerateArray()
                .ToLookup(entry => entry.GetProperty("event").GetString(), entry => entry.GetProperty("at").GetDateTimeOffset());
            if (entries["unknown"].Any())
            {
                lost++;
                if (publication.State == "Published")
                {
                    settled.Add(entries["published"].Last() - entries["unknown"].First());
                }
            }
        }

        settled.Sort();
        var live = effects.CountBy(effect => effect.Caption ?? effect.MediaId).ToList();
        return new AmbiguityFigures(
            network,
            publications.Count,
            lost,
            settled.Count,
            publications.Count(IsAsked),
            publications.Count(one => one.State != "Published" && !IsAsked(one)),
            Doubled: Math.Max(live.Sum(caption => caption.Value - 1), effects.Count - publications.Count),
            Missing: Math.Max(0, publications.Count(one => one.State == "Published") - effects.Count),
            settled
        );
    }

    private static bool IsAsked(PublicationInfo publication) => publication.Waiting?.Reason == "decision";

    private sealed record AmbiguousChannel(AmbiguousNetwork Network, string Id, SandboxAccount Account);
}
