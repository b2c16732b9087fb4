using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atlas.Platforms.Facebook;

public static class FacebookRegistration
{
    /// <summary>
    /// Adds Facebook Pages: <see cref="IPlatformPublisher"/>, <see cref="IPlatformAccounts"/> and Facebook Login, with settings
    /// from <c>Platforms:Facebook</c>.
    /// </summary>
    public static IServiceCollection AddFacebook(this IServiceCollection services)
    {
        services.AddFacebookLogin();
        services.TryAddSingleton<FacebookUploads>();
        services.TryAddSingleton<FacebookPosting>();
        services.TryAddSingleton<FacebookFinder>();
        services.TryAddSingleton<FacebookFollowUps>();
        services.TryAddSingleton<FacebookChanges>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformPublisher, FacebookPublisher>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformAccounts, FacebookAccounts>());
        return services;
    }

    /// <summary>Facebook Login alone: it opens the Instagram accounts behind Pages too.</summary>
    internal static IServiceCollection AddFacebookLogin(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(FacebookApi)))
        {
            return services; // options bound twice would hold each list twice
        }

        services
            .AddOptions<FacebookOptions>()
            .BindConfiguration(FacebookOptions.Section)
            .Configure<IConfiguration>(
                static (options, configuration) =>
                    options.AppSecret =
                        MetaSettings.Secret(configuration, $"{FacebookOptions.Section}:{nameof(options.AppSecret)}")
                        ?? MetaSettings.Secret(configuration, "Apps:meta:ClientSecret")
                        ?? options.AppSecret
            )
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => PlatformTransport.Create());
        services.TryAddSingleton<PlatformHttp>();
        services.TryAddSingleton<GraphClient>();
        services.TryAddSingleton<FacebookApi>();
        services.TryAddSingleton<FacebookVerdicts>();
        services.TryAddSingleton<FacebookPages>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformLogin, FacebookLogin>());
        return services;
    }
}
