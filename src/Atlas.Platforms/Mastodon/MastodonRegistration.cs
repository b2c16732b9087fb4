using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atlas.Platforms.Mastodon;

public static class MastodonRegistration
{
    /// <summary>Adds Mastodon's publisher, login and accounts, with settings from <c>Platforms:Mastodon</c>.</summary>
    public static IServiceCollection AddMastodon(this IServiceCollection services)
    {
        services
            .AddOptions<MastodonOptions>()
            .BindConfiguration(MastodonOptions.Section)
            .ValidateDataAnnotations()
            .Validate(
                options => options.ServerUrl.Contains("{server}", StringComparison.Ordinal),
                $"{MastodonOptions.Section}:ServerUrl has {{server}} in it."
            )
            .ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => PlatformTransport.Create());
        services.TryAddSingleton<MastodonHttp>();
        services.TryAddSingleton<MastodonApi>();
        services.TryAddSingleton<MastodonVerdicts>();
        services.TryAddSingleton<MastodonPosting>();
        services.TryAddSingleton<MastodonFinder>();
        services.TryAddSingleton<MastodonChanges>();
        services.TryAddSingleton<MastodonAccounts>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformPublisher, MastodonPublisher>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPlatformAccounts, MastodonAccounts>(provider =>
                provider.GetRequiredService<MastodonAccounts>()
            )
        );
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformLogin, MastodonLogin>());
        return services;
    }
}
