using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Media.Probing;
using Atlas.Core.Platforms;
using Atlas.Platforms.Instagram;
using Atlas.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atlas.Platforms.Tests.Instagram;

/// <summary>The simulated network over real HTTP, a server of its demo media, and a publisher as the app registers it.</summary>
public sealed class InstagramSandbox : IAsyncLifetime
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private WebApplication? _sandbox;
    private WebApplication? _files;
    private ServiceProvider? _services;

    public IPlatformPublisher Publisher => _services!.GetServices<IPlatformPublisher>().Single();

    /// <summary>Whether networks can fetch our media, as the app would find out.</summary>
    internal ReachAnswer Reach { get; set; } = ReachAnswer.Yes;

    internal HttpClient Http => _http;

    public IPlatformAccounts Accounts => _services!.GetRequiredService<IPlatformAccounts>();

    public async Task InitializeAsync()
    {
        _sandbox = SandboxApp.Build([
            "--urls",
            "http://127.0.0.1:0",
            "--Logging:LogLevel:Default=None",
            "--Sandbox:VideoProcessingMs=0",
        ]);
        await _sandbox.StartAsync();
        var root = _sandbox.Urls.First();
        _http.BaseAddress = new Uri(root + "/");
        _files = await ServeDemoFilesAsync();

        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Platforms:Instagram:GraphFacebookBaseUrl"] = $"{root}/graph.facebook.com",
                    ["Platforms:Instagram:GraphInstagramBaseUrl"] = $"{root}/graph.instagram.com",
                    ["Platforms:Instagram:UploadBaseUrl"] = $"{root}/rupload.facebook.com",
                    ["Platforms:Instagram:PublishTimeout"] = "00:00:05",
                }
            )
            .Build();
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<IMediaReach>(new Reaching(this))
            .AddInstagram()
            .BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        foreach (var app in new[] { _sandbox, _files })
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }
        }
    }

    internal async Task<(Channel Channel, Secret Token)> ConnectAsync(string login = "facebook")
    {
        var answer = await PostAsync("control/accounts", new { count = 1, login });
        var account = answer.GetProperty("accounts")[0];
        var token = account.GetProperty(login == "facebook" ? "pageAccessToken" : "accessToken").GetString()!;
        var channel = Posts.Channel(login, account.GetProperty("accountId").GetString()!);
        return (channel with { Handle = account.GetProperty("username").GetString() }, new Secret(token));
    }

    /// <summary>One of the sandbox's demo files, probed as an upload is.</summary>
    internal static MediaAsset Demo(string file)
    {
        using var stream = File.OpenRead(Path.Combine(DemoFolder, file));
        var probe = new MediaProber().Probe(stream) ?? throw new InvalidDataException(file);
        stream.Position = 0;
        return Posts.Image() with
        {
            FileName = file,
            ContentType = probe.ContentType,
            Probe = probe,
            SizeBytes = stream.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(stream)),
        };
    }

    internal PublishWork Work(
        Core.Posts.PostContent content,
        IReadOnlyList<MediaAsset> media,
        (Channel Channel, Secret Token) actor
    ) =>
        Posts.Work(content, media) with
        {
            Channel = actor.Channel,
            AccessToken = actor.Token,
            Open = (asset, _) => Task.FromResult<Stream?>(File.OpenRead(Path.Combine(DemoFolder, asset.FileName))),
            FetchUrl = (asset, _) => new ValueTask<Uri>(new Uri($"{_files!.Urls.First()}/{asset.FileName}")),
        };

    /// <summary>Goes on as the ledger does, without its patience.</summary>
    internal async Task<(StepAnswer Answer, PublishWork Work)> RunAsync(PublishWork work)
    {
        for (var i = 0; i < 500; i++)
        {
            var answer = await Publisher.AdvanceAsync(work, Publisher.NextStep(work), CancellationToken.None);
            switch (answer)
            {
                case StepAnswer.Continue next:
                    work = work with { Cursor = next.Cursor };
                    break;
                case StepAnswer.Wait wait:
                    work = work with { Cursor = wait.Cursor };
                    await Task.Delay(10);
                    break;
                case StepAnswer.Ready ready:
                    work = work with { Cursor = ready.Cursor };
                    break;
                default:
                    return (answer, work);
            }
        }

        throw new TimeoutException("It does not come to an end.");
    }

    internal Task FaultAsync(object rule) => PostAsync("control/faults", rule);

    internal Task SetAsync(object options) => PostAsync("control/options", options);

    internal Task VisitorAsync(string mediaId, string text) => PostAsync("control/comments", new { mediaId, text });

    internal async Task<JsonElement[]> EffectsAsync(Channel channel)
    {
        var answer = await _http.GetFromJsonAsync<JsonElement>($"control/effects?account={channel.AccountId}");
        return [.. answer.GetProperty("effects").EnumerateArray()];
    }

    private static string DemoFolder => Path.Combine(AppContext.BaseDirectory, "Demo");

    private static async Task<WebApplication> ServeDemoFilesAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(http =>
        {
            http.Response.ContentType = http.Request.Path.Value!.EndsWith(".mp4", StringComparison.Ordinal)
                ? "video/mp4"
                : "image/jpeg";
            return http.Response.SendFileAsync(Path.Combine(DemoFolder, Path.GetFileName(http.Request.Path.Value)));
        });
        await app.StartAsync();
        return app;
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private sealed class Reaching(InstagramSandbox sandbox) : IMediaReach
    {
        public Task<ReachAnswer> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(sandbox.Reach);
    }
}
