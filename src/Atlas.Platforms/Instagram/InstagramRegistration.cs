using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Instagram;

public static class InstagramRegistration
{
    /// <summary>Adds Instagram's <see cref="IPlatformPublisher"/> and <see cref="IPlatformAccounts"/>, with settings from <c>Platforms:Instagram</c>.</summary>
    public static IServiceCollection AddInstagram(this IServiceCollection services)
    {
        services
            .AddOptions<InstagramOptions>()
            .BindConfiguration(InstagramOptions.Section)
            .Configure<IConfiguration>(
                static (options, configuration) =>
                {
                    options.AppSecret = ReadSecret(configuration, nameof(options.AppSecret)) ?? options.AppSecret;
                    options.InstagramAppSecret =
                        ReadSecret(configuration, nameof(options.InstagramAppSecret)) ?? options.InstagramAppSecret;
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
        services.TryAddSingleton<InstagramFinder>();
        services.TryAddSingleton<InstagramComments>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformPublisher, InstagramPublisher>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformAccounts, InstagramAccounts>());
        return services;
    }

    private static Secret? ReadSecret(IConfiguration configuration, string name) =>
        configuration[$"{InstagramOptions.Section}:{name}"] is { Length: > 0 } value ? new Secret(value) : null;
}
