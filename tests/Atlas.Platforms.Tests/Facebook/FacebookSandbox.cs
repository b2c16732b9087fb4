using System.Net.Http.Json;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Posts;
using Atlas.Platforms.Facebook;
using Atlas.Platforms.Instagram;
using Atlas.Platforms.Tests.Instagram;
using Atlas.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atlas.Platforms.Tests.Facebook;

/// <summary>The simulated Pages over real HTTP, a server of demo media, and Facebook as the app registers it.</summary>
public sealed class FacebookSandbox : IAsyncLifetime
{
    internal static readonly PlatformApp App = new("meta", "1200000000000001", new Secret("sim_app_secret_1"));
    internal static readonly PlatformApp InstagramApp = new(
        "instagram",
        "1200000000000002",
        new Secret("sim_instagram_secret_1")
    );

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    private WebApplication? _sandbox;
    private WebApplication? _files;
    private ServiceProvider? _services;

    public IPlatformPublisher Publisher =>
        _services!.GetServices<IPlatformPublisher>().Single(publisher => publisher.Platform is Platform.Facebook);

    public IPlatformPublisher Instagram =>
        _services!.GetServices<IPlatformPublisher>().Single(publisher => publisher.Platform is Platform.Instagram);

    public IPlatformAccounts Accounts =>
        _services!.GetServices<IPlatformAccounts>().Single(accounts => accounts.Platform is Platform.Facebook);

    public IPlatformLogin Login(string name) =>
        _services!.GetServices<IPlatformLogin>().Single(login => login.Description.Name == name);

    public async Task InitializeAsync()
    {
        _sandbox = SandboxApp.Build([
            "--urls",
            "http://127.0.0.1:0",
            "--Logging:LogLevel:Default=None",
            "--Sandbox:VideoProcessingMs=0",
            "--Sandbox:AppSecretProofRequired=true",
        ]);
        await _sandbox.StartAsync();
        var root = _sandbox.Urls.First();
        _http.BaseAddress = new Uri(root + "/");
        _files = await ServeDemoFilesAsync();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Apps:meta:ClientSecret"] = "sim_app_secret_1",
                    ["Apps:instagram:ClientSecret"] = "sim_instagram_secret_1",
                    ["Platforms:Facebook:GraphBaseUrl"] = $"{root}/graph.facebook.com",
                    ["Platforms:Facebook:DialogBaseUrl"] = $"{root}/www.facebook.com",
                    ["Platforms:Facebook:UploadBaseUrl"] = $"{root}/rupload.facebook.com",
                    ["Platforms:Facebook:PublishTimeout"] = "00:00:05",
                    ["Platforms:Facebook:PublishPolls:0"] = "00:00:00.01",
                    ["Platforms:Facebook:UploadPolls:0"] = "00:00:00.01",
                    ["Platforms:Instagram:GraphFacebookBaseUrl"] = $"{root}/graph.facebook.com",
                    ["Platforms:Instagram:GraphInstagramBaseUrl"] = $"{root}/graph.instagram.com",
                    ["Platforms:Instagram:ConsentBaseUrl"] = $"{root}/www.instagram.com",
                    ["Platforms:Instagram:TokenBaseUrl"] = $"{root}/api.instagram.com",
                    ["Platforms:Instagram:PublishTimeout"] = "00:00:05",
                }
            )
            .Build();
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddFacebook()
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

    internal async Task<(Channel Channel, Secret Token)> ConnectAsync(IReadOnlyList<string>? scopes = null)
    {
        var answer = await PostAsync("control/accounts", new { platform = "facebook" });
        var account = answer.GetProperty("accounts")[0];
        var channel = Posts.Channel("facebook", account.GetProperty("accountId").GetString()!) with
        {
            Platform = Platform.Facebook,
            Kind = "page",
            Handle = account.GetProperty("username").GetString(),
        };
        if (scopes is not null)
        {
            var minted = await PostAsync(
                "control/tokens",
                new
                {
                    platform = "facebook",
                    account = channel.AccountId,
                    scopes,
                }
            );
            return (channel, new Secret(minted.GetProperty("accessToken").GetString()!));
        }

        return (channel, new Secret(account.GetProperty("accessToken").GetString()!));
    }

    internal PublishWork Work(
        PostContent content,
        IReadOnlyList<MediaAsset> media,
        (Channel Channel, Secret Token) actor,
        PlatformApp? app = null
    ) =>
        Posts.Work(content, media) with
        {
            Channel = actor.Channel,
            AccessToken = actor.Token,
            App = app ?? App,
            FetchUrl = (asset, _) => new ValueTask<Uri>(new Uri($"{_files!.Urls.First()}/{asset.FileName}")),
            Open = (asset, _) =>
                Task.FromResult<Stream?>(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Demo", asset.FileName))),
        };

    /// <summary>Goes on as the ledger does, without its patience. Names each step.</summary>
    internal async Task<(StepAnswer Answer, PublishWork Work, IReadOnlyList<string> Steps)> RunAsync(PublishWork work)
    {
        List<string> steps = [];
        while (steps.Count < 300)
        {
            var step = Publisher.NextStep(work);
            steps.Add(step.Name);
            var answer = await Publisher.AdvanceAsync(work, step, CancellationToken.None);
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
                    return (answer, work, steps);
            }
        }

        throw new TimeoutException("It does not come to an end.");
    }

    /// <summary>Consents as the person does in a browser, and hands back what the callback gets.</summary>
    internal async Task<Dictionary<string, string>> ConsentAsync(LoginStart start, string person, params string[] declined)
    {
        var url = Assert.IsType<LoginStart.Redirect>(start).Url;
        using var page = await _http.GetAsync(url);
        Assert.True(page.IsSuccessStatusCode, await page.Content.ReadAsStringAsync());
        var form = Query(url)
            .Append(new("sandbox_user", person))
            .Append(new("sandbox_decision", person.Length > 0 ? "allow" : "deny"))
            .Append(new("sandbox_declined", string.Join(',', declined)));
        using var answer = await _http.PostAsync(url.GetLeftPart(UriPartial.Path), new FormUrlEncodedContent(form));
        return Query(answer.Headers.Location!).ToDictionary();
    }

    internal Task FaultAsync(object rule) => PostAsync("control/faults", rule);

    internal Task SetAsync(object options) => PostAsync("control/options", options);

    internal async Task<JsonElement[]> EffectsAsync(Channel channel)
    {
        var answer = await _http.GetFromJsonAsync<JsonElement>($"control/effects?account={channel.AccountId}");
        return [.. answer.GetProperty("effects").EnumerateArray()];
    }

    internal async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static IEnumerable<KeyValuePair<string, string>> Query(Uri url) =>
        url
            .Query.TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => KeyValuePair.Create(pair[0], Uri.UnescapeDataString(pair[1].Replace('+', ' '))));

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
            return http.Response.SendFileAsync(
                Path.Combine(AppContext.BaseDirectory, "Demo", Path.GetFileName(http.Request.Path.Value))
            );
        });
        await app.StartAsync();
        return app;
    }
}
