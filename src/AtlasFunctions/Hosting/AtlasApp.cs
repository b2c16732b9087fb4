using Atlas.Core.Connections;
using Atlas.Core.Media;
using Atlas.Core.Operations;
using Atlas.Core.Outbound;
using Atlas.Core.Publishing;
using Atlas.Core.Scheduling;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Atlas.Functions.Health;
using Atlas.Functions.Operations;
using Atlas.Functions.Reference;
using Atlas.Functions.Setup;
using Atlas.Platforms;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Atlas.Functions.Hosting;

/// <summary>The app, whatever runtime it stands on.</summary>
public static class AtlasApp
{
    public static void Configure(FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<CorrelationMiddleware>();
        builder.UseMiddleware<ProblemMiddleware>();
        builder.UseMiddleware<AuthenticationMiddleware>();

        if (builder.Configuration["Atlas:ZoneDataFile"] is { Length: > 0 } zones)
        {
            using var file = File.OpenRead(zones);
            WallClock.Rules = ZoneRules.Newest(file);
        }

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        AddOptions<WorkspaceOptions>(services, "Atlas");
        AddOptions<MediaOptions>(services, "Atlas");
        AddOptions<EgressOptions>(services, "Atlas:Egress");
        AddOptions<ApiOptions>(services, "Atlas:Api");
        AddOptions<ConnectionOptions>(services, "Atlas:Connections");
        services.AddOptions<PublishingOptions>().BindConfiguration("Publishing");
        AddOptions<OperationsOptions>(services, "Atlas:Operations");
        services.AddSingleton<OperatorAccess>();
        services.AddSingleton<FunctionAccess>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<HealthProbe>();
        services.AddSingleton<ApiContract>();
        services.AddSetupChecks();
        services.AddAtlasCore();
        services.AddNetworks();
    }

    /// <summary>Settings as plain objects: they are read once, at the start.</summary>
    private static void AddOptions<T>(IServiceCollection services, string section)
        where T : class
    {
        services.AddOptions<T>().BindConfiguration(section);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<T>>().Value);
    }
}
