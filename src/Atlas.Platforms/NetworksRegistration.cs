using Atlas.Core.Clocks;
using Atlas.Platforms.Bluesky;
using Atlas.Platforms.Facebook;
using Atlas.Platforms.Http;
using Atlas.Platforms.Instagram;
using Atlas.Platforms.LinkedIn;
using Atlas.Platforms.Mastodon;
using Atlas.Platforms.Pinterest;
using Atlas.Platforms.Telegram;
using Atlas.Platforms.Threads;
using Atlas.Platforms.TikTok;
using Atlas.Platforms.X;
using Atlas.Platforms.YouTube;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atlas.Platforms;

public static class NetworksRegistration
{
    /// <summary>Every network that the product has: one line each.</summary>
    public static IServiceCollection AddNetworks(this IServiceCollection services) =>
        services
            .AddClock()
            .AddFacebook()
            .AddInstagram()
            .AddThreads()
            .AddTikTok()
            .AddLinkedIn()
            .AddYouTube()
            .AddX()
            .AddPinterest()
            .AddBluesky()
            .AddMastodon()
            .AddTelegram();

    /// <summary>Every network tells the time with each answer.</summary>
    private static IServiceCollection AddClock(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ClockWatch>();
        services.TryAddSingleton(provider =>
            PlatformTransport.Create(inner => new ClockHandler(
                provider.GetRequiredService<ClockWatch>(),
                provider.GetRequiredService<TimeProvider>(),
                inner
            ))
        );
        services.TryAddSingleton<IClockProbe, ClockProbe>();
        return services;
    }
}
