using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atlas.Platforms.Telegram;

public static class TelegramRegistration
{
    /// <summary>Adds Telegram's publisher, login and accounts, with settings from <c>Platforms:Telegram</c>.</summary>
    public static IServiceCollection AddTelegram(this IServiceCollection services)
    {
        services
            .AddOptions<TelegramOptions>()
            .BindConfiguration(TelegramOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => PlatformTransport.Create());
        services.TryAddSingleton<PlatformHttp>();
        services.TryAddSingleton<TelegramApi>();
        services.TryAddSingleton<TelegramSender>();
        services.TryAddSingleton<TelegramChanges>();
        services.TryAddSingleton<TelegramChats>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformPublisher, TelegramPublisher>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPlatformAccounts, TelegramChats>(provider =>
                provider.GetRequiredService<TelegramChats>()
            )
        );
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformLogin, TelegramLogin>());
        return services;
    }
}
