using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Posts;
using Atlas.Platforms.Tests.Instagram;
using Atlas.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atlas.Platforms.Tests.Simulated;

/// <summary>One network of the sandbox over real HTTP, a server of the demo media, and its publisher as the app registers it.</summary>
public abstract class SimulatedNetwork : IAsyncLifetime
{
    public static readonly Uri Callback = new("https://app.example/api/oauth/callback");

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    private WebApplication? _sandbox;
    private WebApplication? _files;
    private ServiceProvider? _services;

    public IPlatformPublisher Publisher => _services!.GetRequiredService<IPlatformPublisher>();

    public IPlatformAccounts Accounts => _services!.GetRequiredService<IPlatformAccounts>();

    public IPlatformLogin Login => _services!.GetRequiredService<IPlatformLogin>();

    protected abstract Platform Platform { get; }

    /// <param name="root">Of the sandbox, without a slash at its end.</param>
    protected abstract IEnumerable<KeyValuePair<string, string?>> Settings(string root);

    protected abstract void Add(IServiceCollection services);

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
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings(root)).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        Add(services);
        _services = services.BuildServiceProvider();
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

    internal async Task<SimulatedAccount> ConnectAsync(object? extra = null, string[]? scopes = null)
    {
        var answer = await PostAsync(
            "control/accounts",
            new
            {
                platform = Platform.ToName(),
                count = 1,
                extra,
            }
        );
        var account = answer.GetProperty("accounts")[0];
        var id = account.GetProperty("accountId").GetString()!;
        var channel = Posts.Channel(Login.Description.Name, id) with
        {
            Platform = Platform,
            Handle = account.GetProperty("username").GetString(),
        };
        var app = new PlatformApp(
            Login.Description.App!,
            account.GetProperty("appId").GetString()!,
            new Secret(account.GetProperty("appSecret").GetString()!)
        );
        var actor = new SimulatedAccount(channel, new Secret(account.GetProperty("accessToken").GetString()!), app, account);
        return scopes is null ? actor : actor with { Token = await MintAsync(actor, scopes) };
    }

    /// <summary>A further token of an account that is allowed less.</summary>
    internal async Task<Secret> MintAsync(SimulatedAccount actor, params string[] scopes)
    {
        var answer = await PostAsync(
            "control/tokens",
            new
            {
                platform = Platform.ToName(),
                account = actor.Channel.AccountId,
                scopes,
            }
        );
        return new Secret(answer.GetProperty("accessToken").GetString()!);
    }

    internal PublishWork Work(PostContent content, IReadOnlyList<MediaAsset> media, SimulatedAccount actor) =>
        Posts.Work(content, media) with
        {
            Channel = actor.Channel,
            AccessToken = actor.Token,
            App = actor.App,
            FetchUrl = (asset, _) => new ValueTask<Uri>(new Uri($"{_files!.Urls.First()}/{asset.FileName}")),
            Open = (asset, _) =>
                Task.FromResult<Stream?>(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Demo", asset.FileName))),
        };

    /// <summary>Goes on as the ledger does, without its patience.</summary>
    internal async Task<(StepAnswer Answer, PublishWork Work)> RunAsync(PublishWork work, string? until = null)
    {
        for (var i = 0; i < 500; i++)
        {
            var step = Publisher.NextStep(work);
            if (step.Name == until)
            {
                return (new StepAnswer.Continue(work.Cursor ?? ""), work);
            }

            var answer = await Publisher.AdvanceAsync(work, step, CancellationToken.None);
            if (await NextAsync(answer) is not { } cursor)
            {
                return (answer, work);
            }

            work = work with { Cursor = cursor };
        }

        throw new TimeoutException("It does not come to an end.");
    }

    internal async Task<(StepAnswer Answer, ChildWork Work)> RunAsync(ChildWork work)
    {
        for (var i = 0; i < 500; i++)
        {
            var answer = await Publisher.AdvanceChildAsync(work, Publisher.NextChildStep(work), CancellationToken.None);
            Assert.IsNotType<StepAnswer.Ready>(answer);
            if (await NextAsync(answer) is not { } cursor)
            {
                return (answer, work);
            }

            work = work with { Cursor = cursor };
        }

        throw new TimeoutException("It does not come to an end.");
    }

    internal Task FaultAsync(object rule) => PostAsync("control/faults", rule);

    internal Task SetAsync(object options) => PostAsync("control/options", options);

    internal Task EndTokensAsync(Channel channel) =>
        PostAsync("control/tokens/end", new { platform = Platform.ToName(), account = channel.AccountId });

    internal async Task<JsonElement[]> EffectsAsync(Channel channel)
    {
        var answer = await _http.GetFromJsonAsync<JsonElement>($"control/effects?account={channel.AccountId}");
        return [.. answer.GetProperty("effects").EnumerateArray()];
    }

    internal Task<string> PageAsync(string path) => _http.GetStringAsync(path.TrimStart('/'));

    /// <summary>Plays the person on the consent page; answers the query with which they come back.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> ConsentAsync(
        Uri url,
        string user,
        bool allow,
        params string[] declined
    )
    {
        using (var page = await _http.GetAsync(url))
        {
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }

        using var answer = await _http.PostAsync(
            url,
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["sandbox_user"] = user,
                    ["sandbox_decision"] = allow ? "allow" : "deny",
                    ["sandbox_declined"] = string.Join(',', declined),
                }
            )
        );
        Assert.True(answer.Headers.Location is not null, await answer.Content.ReadAsStringAsync());
        Assert.StartsWith(Callback.AbsoluteUri, answer.Headers.Location.AbsoluteUri, StringComparison.Ordinal);
        return answer
            .Headers.Location.Query.TrimStart('?')
            .Split('&')
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
    }

    internal LoginRequest Request(SimulatedAccount actor) =>
        new(
            actor.App,
            Callback,
            "state-1",
            new string('v', 64),
            [.. Login.Description.Scopes.Select(use => use.Scope)],
            new Dictionary<string, Secret>()
        );

    internal LoginReply Reply(SimulatedAccount actor, IReadOnlyDictionary<string, string> parameters) =>
        new(
            actor.App,
            Callback,
            new string('v', 64),
            parameters,
            new Dictionary<string, Secret>(),
            new Dictionary<string, Secret>()
        );

    protected async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<string?> NextAsync(StepAnswer answer)
    {
        switch (answer)
        {
            case StepAnswer.Continue next:
                return next.Cursor;
            case StepAnswer.Wait wait:
                await Task.Delay(10);
                return wait.Cursor;
            case StepAnswer.Ready ready:
                return ready.Cursor;
            default:
                return null;
        }
    }

    private static async Task<WebApplication> ServeDemoFilesAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(http =>
        {
            var path = Path.Combine(AppContext.BaseDirectory, "Demo", Path.GetFileName(http.Request.Path.Value!));
            if (!File.Exists(path))
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            http.Response.ContentType = path.EndsWith(".mp4", StringComparison.Ordinal) ? "video/mp4" : "image/jpeg";
            return http.Response.SendFileAsync(path);
        });
        await app.StartAsync();
        return app;
    }
}

/// <param name="Json">All that the control API told.</param>
internal sealed record SimulatedAccount(Channel Channel, Secret Token, PlatformApp App, JsonElement Json);
