using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Platforms.Tests.Loopback;

/// <summary>The sandbox over real HTTP, with one network's publisher and login as the app registers them.</summary>
public abstract class LoopbackNetwork(string platform) : IAsyncLifetime
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    private WebApplication? _sandbox;
    private ServiceProvider? _services;

    internal FileShelf Files { get; } = new();

    public IPlatformPublisher Publisher => _services!.GetRequiredService<IPlatformPublisher>();

    public IPlatformLogin Login => _services!.GetRequiredService<IPlatformLogin>();

    public IPlatformAccounts Accounts => _services!.GetRequiredService<IPlatformAccounts>();

    protected string Root => _sandbox!.Urls.First();

    public async Task InitializeAsync()
    {
        _sandbox = SandboxApp.Build([
            "--urls",
            "http://127.0.0.1:0",
            "--Logging:LogLevel:Default=None",
            "--Sandbox:VideoProcessingMs=0",
        ]);
        await _sandbox.StartAsync();
        await Files.StartAsync();
        _http.BaseAddress = new Uri(Root + "/");
        var services = new ServiceCollection().AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection(Settings(Root)).Build()
        );
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

        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        await Files.DisposeAsync();
    }

    /// <param name="extra">Wishes in the network's own words.</param>
    internal async Task<JsonElement> NewAccountAsync(Dictionary<string, string>? extra = null, string? username = null) =>
        (
            await PostAsync(
                "control/accounts",
                new
                {
                    platform,
                    extra,
                    username,
                }
            )
        ).GetProperty("accounts")[0];

    internal async Task<Secret> MintAsync(string account, params string[] scopes)
    {
        var answer = await PostAsync(
            "control/tokens",
            new
            {
                platform,
                account,
                scopes,
            }
        );
        return new Secret(answer.GetProperty("accessToken").GetString()!);
    }

    internal Task EndLoginsAsync(string account) => PostAsync("control/tokens/end", new { platform, account });

    internal Task SetAsync(object options) => PostAsync("control/options", options);

    internal Task FaultAsync(object rule) => PostAsync("control/faults", rule);

    internal async Task<JsonElement[]> EffectsAsync(string accountId)
    {
        var answer = await _http.GetFromJsonAsync<JsonElement>($"control/effects?account={accountId}");
        return [.. answer.GetProperty("effects").EnumerateArray()];
    }

    internal Task<string> PageAsync(string path) => _http.GetStringAsync(path);

    /// <summary>Goes on as the ledger does, without its patience, until an answer ends the run.</summary>
    internal async Task<(StepAnswer Answer, PublishWork Work, IReadOnlyList<string> Steps)> RunAsync(PublishWork work)
    {
        List<string> steps = [];
        while (steps.Count < 200)
        {
            var step = Publisher.NextStep(work);
            steps.Add(step.Name);
            switch (await Publisher.AdvanceAsync(work, step, CancellationToken.None))
            {
                case StepAnswer.Continue next:
                    work = work with { Cursor = next.Cursor };
                    break;
                case StepAnswer.Ready ready:
                    work = work with { Cursor = ready.Cursor };
                    break;
                case StepAnswer.Wait wait:
                    work = work with { Cursor = wait.Cursor };
                    await Task.Delay(10);
                    break;
                case var end:
                    return (end, work, steps);
            }
        }

        throw new TimeoutException("It does not come to an end.");
    }

    /// <summary>What a person does on a consent page: answers where the browser is sent back to.</summary>
    internal async Task<Uri> ConsentAsync(Uri page, string user, bool allows = true, params string[] declined)
    {
        var form = new List<KeyValuePair<string, string>>
        {
            new("sandbox_user", user),
            new("sandbox_decision", allows ? "allow" : "deny"),
        };
        form.AddRange(declined.Select(scope => KeyValuePair.Create("sandbox_declined", scope)));
        using var answer = await _http.PostAsync(page, new FormUrlEncodedContent(form));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!;
    }

    protected abstract Dictionary<string, string?> Settings(string root);

    protected abstract void Add(IServiceCollection services);

    private protected async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
