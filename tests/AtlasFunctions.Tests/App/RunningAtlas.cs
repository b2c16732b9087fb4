using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Functions.Api;
using Atlas.Functions.Hosting;
using Atlas.LocalRuntime.Functions;
using Atlas.Testing;
using Atlas.Testing.OpenApi;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atlas.Functions.Tests.App;

/// <summary>
/// The whole app on a free port, on files of its own, with a pretended network. Its clients check every answer against the
/// contract that the app serves.
/// </summary>
public sealed class RunningAtlas : IAsyncLifetime
{
    public const string SetupKey = "the set-up key of the tests";
    private readonly TempDirectory _folder = new();
    private IHost? _host;
    private JsonObject? _contract;

    public const string MetaSecret = "the secret of the tests' developer app";
    public const string TikTokSecret = "the secret of the tests' TikTok app";

    public PretendedNetwork Network { get; } = new();

    /// <summary>Redirects to a consent page.</summary>
    public PretendedLogin Redirect { get; } = new("pretended", LoginFlow.Redirect);

    /// <summary>Takes a typed-in password.</summary>
    public PretendedLogin Form { get; } = new("typed", LoginFlow.Form);

    public string DataDirectory => _folder.Path;

    /// <summary>All that the app has logged.</summary>
    public LogMemory Log { get; } = new();

    public IServiceProvider Services => _host!.Services;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>Swaps services before the app starts.</summary>
    public Action<IServiceCollection>? Swap { get; set; }

    public async Task InitializeAsync()
    {
        _host = Build();
        await _host.StartAsync();
        var addresses = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = new Uri(addresses.First());
        using var plain = new HttpClient { BaseAddress = Address };
        _contract = (await plain.GetFromJsonAsync<JsonNode>("/api/openapi.json"))!.AsObject();
    }

    public async Task DisposeAsync()
    {
        await _host!.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _folder.Dispose();
    }

    public ApiClient ClientFor(string? key)
    {
        var http = new HttpClient(new ContractHandler(_contract!, new SocketsHttpHandler())) { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return new ApiClient(http);
    }

    /// <summary>A client of a new workspace, with a key that may do all.</summary>
    public async Task<TestWorkspace> NewWorkspaceAsync(string name = "Test")
    {
        var made = await ClientFor(SetupKey).PostAsync("/api/v1/workspaces", new { name, timeZone = "Europe/Berlin" });
        var key = (string)made["apiKey"]!["secret"]!;
        return new TestWorkspace(this, (string)made["id"]!, key, ClientFor(key));
    }

    private IHost Build()
    {
        var bus = $"test-{Guid.NewGuid():N}.local";
        Settings.TryAdd("Atlas:SetupKeyHash", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(SetupKey))));
        Settings.TryAdd("Atlas:PublicBaseUrl", "https://atlas.example");
        Settings.TryAdd("Atlas:MaxMediaBytes", "3000000");
        Settings.TryAdd("Apps:meta:ClientId", "client-1");
        Settings.TryAdd("Apps:meta:ClientSecret", MetaSecret);
        Settings.TryAdd("Apps:tiktok:ClientId", "client-key-1");
        Settings.TryAdd("Apps:tiktok:ClientSecret", TikTokSecret);
        Settings.TryAdd("Atlas:Connections:ReturnOrigins:0", "https://app.example");
        Settings.TryAdd("Atlas:LocalRuntime:DataDirectory", _folder.Path);
        Settings.TryAdd(
            "ServiceBus",
            $"Endpoint=sb://{bus}/;SharedAccessKeyName=local;SharedAccessKey=local;UseDevelopmentEmulator=true"
        );
        var builder = FunctionsApplication.CreateBuilder([
            $"--Atlas:LocalRuntime:AppDirectory={AppContext.BaseDirectory}",
            "--urls=http://127.0.0.1:0",
            .. Settings.Select(setting => $"--{setting.Key}={setting.Value}"),
        ]);
        AtlasApp.Configure(builder);
        LocalHosting.Configure(builder);
        builder.Services.MeterRows();
        builder.ConfigureLocalRuntime(options =>
        {
            options.FunctionTypes = FunctionAccess.Methods().Select(method => method.DeclaringType!).Distinct();
            options.ServiceBus = local => local with { HostName = bus };
        });
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Log);
        builder.Services.RemoveAll<IPlatformPublisher>();
        builder.Services.RemoveAll<IPlatformAccounts>();
        builder.Services.RemoveAll<IPlatformLogin>();
        builder.Services.AddSingleton<IPlatformLogin>(Redirect);
        builder.Services.AddSingleton<IPlatformLogin>(Form);
        builder.Services.AddSingleton<IPlatformPublisher>(Network);
        builder.Services.AddSingleton<IPlatformAccounts>(Network);
        Swap?.Invoke(builder.Services);
        return builder.Build();
    }
}
