using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atlas.Platforms.TikTok;

public static class TikTokRegistration
{
    /// <summary>
    /// Adds TikTok's <see cref="IPlatformPublisher"/>, <see cref="IPlatformLogin"/> and <see cref="IPlatformAccounts"/>, with
    /// settings from <c>Platforms:TikTok</c>.
    /// </summary>
    public static IServiceCollection AddTikTok(this IServiceCollection services)
    {
        services.AddOptions<TikTokOptions>().BindConfiguration(TikTokOptions.Section).ValidateDataAnnotations().ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => PlatformTransport.Create());
        services.TryAddSingleton<PlatformHttp>();
        services.TryAddSingleton<TikTokApi>();
        services.TryAddSingleton<TikTokAnswers>();
        services.TryAddSingleton<TikTokCreators>();
        services.TryAddSingleton<TikTokProgress>();
        services.TryAddSingleton<TikTokUploads>();
        services.TryAddSingleton<TikTokFetches>();
        services.TryAddSingleton<TikTokFinder>();
        services.TryAddSingleton<TikTokAccounts>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformPublisher, TikTokPublisher>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformLogin, TikTokLogin>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformAccounts, TikTokAccounts>());
        return services;
    }
}
