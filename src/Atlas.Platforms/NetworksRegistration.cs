using Atlas.Platforms.Bluesky;
using Atlas.Platforms.Facebook;
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

namespace Atlas.Platforms;

public static class NetworksRegistration
{
    /// <summary>Every network that the product has: one line each.</summary>
    public static IServiceCollection AddNetworks(this IServiceCollection services) =>
        services
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
}
