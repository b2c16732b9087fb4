using Atlas.Sandbox.Bluesky;
using Atlas.Sandbox.Facebook;
using Atlas.Sandbox.LinkedIn;
using Atlas.Sandbox.Mastodon;
using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Pinterest;
using Atlas.Sandbox.Telegram;
using Atlas.Sandbox.Threads;
using Atlas.Sandbox.TikTok;
using Atlas.Sandbox.X;
using Atlas.Sandbox.YouTube;

namespace Atlas.Sandbox.Networks;

/// <summary>Every simulated network, one line each, in the order of the index page.</summary>
internal static class AllNetworks
{
    public static IReadOnlyList<ISandboxNetwork> Create(NetworkServices services) => [.. List(services)];

    private static IEnumerable<ISandboxNetwork> List(NetworkServices services)
    {
        yield return new InstagramNetwork();
        yield return new FacebookNetwork();
        yield return new ThreadsNetwork();
        yield return new LinkedInNetwork(services);
        yield return new PinterestNetwork(services);
        yield return new MastodonNetwork(services);
        yield return new TelegramNetwork(services);
        yield return new BlueskyNetwork(services);
        yield return new TikTokNetwork(services);
        yield return new YouTubeNetwork(services);
        yield return new XNetwork(services);
    }
}
