using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atlas.Platforms.Pinterest;

public static class PinterestRegistration
{
    /// <summary>Adds Pinterest's publisher, login and accounts, with settings from <c>Platforms:Pinterest</c>.</summary>
    public static IServiceCollection AddPinterest(this IServiceCollection services)
    {
        services
            .AddOptions<PinterestOptions>()
            .BindConfiguration(PinterestOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => PlatformTransport.Create());
        services.TryAddSingleton<PlatformHttp>();
        services.TryAddSingleton<PinterestApi>();
        services.TryAddSingleton<PinterestAnswers>();
        services.TryAddSingleton<PinterestVideos>();
        services.TryAddSingleton<PinterestBoards>();
        services.TryAddSingleton<PinterestFinder>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformPublisher, PinterestPublisher>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformAccounts, PinterestAccounts>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformLogin, PinterestLogin>());
        return services;
    }
}
