using System.Net;
using Atlas.LocalRuntime.Functions.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.Functions.Hosting;

/// <summary>ASP.NET Core with only what functions need: Kestrel, and no routing, MVC or file watchers.</summary>
internal static class WebHosting
{
    private const string DefaultUrl = "http://127.0.0.1:7071";
    private const long DefaultMaxRequestBodySize = 104_857_600;

    public static (WebApplicationBuilder Builder, string AppDirectory) CreateBuilder(string[] args)
    {
        var directory = AppConfiguration.FindAppDirectory(args);
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ContentRootPath = directory, EnvironmentName = EnvironmentName(args) }
        );
        AppConfiguration.AddSources(builder.Configuration, directory, builder.Environment.EnvironmentName, args);
        RuntimeLogging.Add(builder.Logging, builder.Configuration);
        return (builder, directory);
    }

    public static void Configure(WebApplicationBuilder builder, LocalRuntimeOptions options)
    {
        var limit =
            options.MaxRequestBodySize
            ?? builder.Configuration.GetValue<long?>("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT")
            ?? DefaultMaxRequestBodySize;
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limit;
        });
        builder.WebHost.UseUrls(builder.Configuration["urls"] is { Length: > 0 } urls ? urls : DefaultUrl);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);

        // The real host forwards what its front end says of the caller. Here only a proxy on this machine is believed.
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded => forwarded.ForwardedHeaders = ForwardedHeaders.All);
    }

    private static string EnvironmentName(string[] args)
    {
        var early = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        return early["environment"]
            ?? early["AZURE_FUNCTIONS_ENVIRONMENT"]
            ?? early["ASPNETCORE_ENVIRONMENT"]
            ?? early["DOTNET_ENVIRONMENT"]
            ?? Environments.Production;
    }
}
