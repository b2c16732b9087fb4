using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Facebook;
using Atlas.Platforms.Http;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Instagram;

public static class InstagramRegistration
{
    /// <summary>Adds Instagram's <see cref="IPlatformPublisher"/>, <see cref="IPlatformAccounts"/> and both its logins, with settings from <c>Platforms:Instagram</c>.</summary>
    public static IServiceCollection AddInstagram(this IServiceCollection services)
    {
        services
            .AddOptions<InstagramOptions>()
            .BindConfiguration(InstagramOptions.Section)
            .Configure<IConfiguration>(
                static (options, configuration) =>
                {
                    options.AppSecret = Secret(configuration, nameof(options.AppSecret), "meta") ?? options.AppSecret;
                    options.InstagramAppSecret =
                        Secret(configuration, nameof(options.InstagramAppSecret), "instagram") ?? options.InstagramAppSecret;
                }
            )
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => PlatformTransport.Create());
        services.TryAddSingleton<PlatformHttp>();
        services.TryAddSingleton<GraphClient>();
        services.TryAddSingleton<InstagramApi>();
        services.TryAddSingleton<InstagramAnswers>();
        services.TryAddSingleton<InstagramPolling>();
        services.TryAddSingleton<InstagramUploads>();
        services.TryAddSingleton<InstagramFinder>();
        services.TryAddSingleton<InstagramComments>();
        services.TryAddSingleton<InstagramDeletion>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformPublisher, InstagramPublisher>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformAccounts, InstagramAccounts>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformLogin, InstagramLogin>());
        services.AddFacebookLogin(); // opens the Instagram accounts behind Pages
        return services;
    }

    private static Secret? Secret(IConfiguration configuration, string name, string app) =>
        MetaSettings.Secret(configuration, $"{InstagramOptions.Section}:{name}")
        ?? MetaSettings.Secret(configuration, $"Apps:{app}:ClientSecret");
}
