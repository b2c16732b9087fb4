using Atlas.Core.Outbound;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Bluesky;

public static class BlueskyRegistration
{
    /// <summary>
    /// Adds Bluesky's <see cref="IPlatformPublisher"/>, <see cref="IPlatformLogin"/> and <see cref="IPlatformAccounts"/>, with
    /// settings from <c>Platforms:Bluesky</c>.
    /// </summary>
    public static IServiceCollection AddBluesky(this IServiceCollection services)
    {
        services
            .AddOptions<BlueskyOptions>()
            .BindConfiguration(BlueskyOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IHostResolver, SystemHostResolver>();
        services.TryAddSingleton(provider => new BlueskyLoopback(
            provider.GetRequiredService<IConfiguration>(),
            provider.GetRequiredService<IOptions<BlueskyOptions>>().Value
        ));
        services.TryAddSingleton(provider =>
            BlueskyHttp.Create(
                provider.GetRequiredService<IHostResolver>(),
                provider.GetRequiredService<BlueskyLoopback>(),
                provider.GetRequiredService<TimeProvider>()
            )
        );
        services.TryAddSingleton<BlueskyApi>();
        services.TryAddSingleton<BlueskyVerdicts>();
        services.TryAddSingleton<BlueskySteps>();
        services.TryAddSingleton<BlueskyServers>();
        services.TryAddSingleton<BlueskyAccounts>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformPublisher, BlueskyPublisher>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformLogin, BlueskyLogin>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformAccounts, BlueskyAccounts>());
        return services;
    }
}
