using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atlas.Platforms.LinkedIn;

public static class LinkedInRegistration
{
    /// <summary>Adds LinkedIn's publisher, login and account reader, with settings from <c>Platforms:LinkedIn</c>.</summary>
    public static IServiceCollection AddLinkedIn(this IServiceCollection services)
    {
        services
            .AddOptions<LinkedInOptions>()
            .BindConfiguration(LinkedInOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => PlatformTransport.Create());
        services.TryAddSingleton<PlatformHttp>();
        services.TryAddSingleton<LinkedInApi>();
        services.TryAddSingleton<LinkedInAnswers>();
        services.TryAddSingleton<LinkedInUploads>();
        services.TryAddSingleton<LinkedInPolling>();
        services.TryAddSingleton<LinkedInFinder>();
        services.TryAddSingleton<LinkedInComments>();
        services.TryAddSingleton<LinkedInTokens>();
        services.TryAddSingleton<LinkedInDirectory>();
        services.TryAddSingleton<LinkedInAccountList>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformPublisher, LinkedInPublisher>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformLogin, LinkedInLogin>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformAccounts, LinkedInAccounts>());
        return services;
    }
}
