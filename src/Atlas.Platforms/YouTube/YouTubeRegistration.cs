using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atlas.Platforms.YouTube;

public static class YouTubeRegistration
{
    /// <summary>Adds YouTube's publisher, login and accounts, with settings from <c>Platforms:YouTube</c>.</summary>
    public static IServiceCollection AddYouTube(this IServiceCollection services)
    {
        services
            .AddOptions<YouTubeOptions>()
            .BindConfiguration(YouTubeOptions.Section)
            .ValidateDataAnnotations()
            .Validate(
                options => options.ChunkBytes % YouTubeOptions.ChunkUnit == 0,
                $"{YouTubeOptions.Section}:ChunkBytes is a multiple of 262144."
            )
            .ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => PlatformTransport.Create());
        services.TryAddSingleton<PlatformHttp>();
        services.TryAddSingleton<YouTubeApi>();
        services.TryAddSingleton<YouTubeUploadApi>();
        services.TryAddSingleton<YouTubeVerdicts>();
        services.TryAddSingleton<YouTubeUpload>();
        services.TryAddSingleton<YouTubeVisibility>();
        services.TryAddSingleton<YouTubeChildren>();
        services.TryAddSingleton<YouTubeChanges>();
        services.TryAddSingleton<YouTubeTokens>();
        services.TryAddSingleton<YouTubeChannels>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformPublisher, YouTubePublisher>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPlatformAccounts, YouTubeChannels>(provider =>
                provider.GetRequiredService<YouTubeChannels>()
            )
        );
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformLogin, YouTubeLogin>());
        return services;
    }
}
