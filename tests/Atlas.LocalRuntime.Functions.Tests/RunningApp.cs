using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.Functions.Tests;

/// <summary>A whole host on a free port of loopback, with a folder of its own for host.json and data.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly AppFolder? _ownFolder;

    private HttpClient? _client;

    private RunningApp(IHost host, AppFolder? ownFolder, LogLines log) => (_host, _ownFolder, Log) = (host, ownFolder, log);

    public HttpClient Client =>
        _client ??= new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(
                Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
            ),
        };

    public IServiceProvider Services => _host.Services;

    public LogLines Log { get; }

    public static async Task<RunningApp> StartAsync(
        Type[] functions,
        Action<FunctionsApplicationBuilder>? configure = null,
        AppFolder? folder = null,
        params string[] args
    )
    {
        var app = Create(functions, configure, folder, args);
        await app.StartAsync();
        return app;
    }

    /// <summary>A host that is built and not started.</summary>
    public static RunningApp Create(
        Type[] functions,
        Action<FunctionsApplicationBuilder>? configure = null,
        AppFolder? folder = null,
        params string[] args
    )
    {
        var own = folder is null ? new AppFolder() : null;
        var log = new LogLines();
        return new RunningApp(Build(functions, folder ?? own!, log, configure, args), own, log);
    }

    public static IHost Build(
        Type[] functions,
        AppFolder folder,
        LogLines log,
        Action<FunctionsApplicationBuilder>? configure = null,
        params string[] args
    )
    {
        var builder = FunctionsApplication.CreateBuilder([
            $"--Atlas:LocalRuntime:AppDirectory={folder.Path}",
            $"--Atlas:LocalRuntime:DataDirectory={folder.Data}",
            "--urls=http://127.0.0.1:0",
            .. args,
        ]);
        builder.ConfigureFunctionsWebApplication();
        builder.ConfigureLocalRuntime(options => options.FunctionTypes = functions);
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(log);
        configure?.Invoke(builder);
        return builder.Build();
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(path);

    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        return response.StatusCode;
    }

    public Task<string> TextAsync(string path) => Client.GetStringAsync(path);

    public Task StartAsync() => _host.StartAsync();

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _ownFolder?.Dispose();
    }
}
