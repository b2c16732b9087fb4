using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Tests.Instagram;
using Atlas.Platforms.Tests.Loopback;
using Atlas.Platforms.TikTok;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Platforms.Tests.TikTok;

public sealed class TikTokSandbox() : LoopbackNetwork("tiktok")
{
    public static readonly PlatformApp Audited = new(
        "tiktok",
        "awsandbox0000000001",
        new Secret("tiktok-sandbox-secret"),
        Audited: true
    );

    public static readonly PlatformApp Unaudited = new("tiktok", "awsandbox0000000002", new Secret("tiktok-unaudited-secret"));

    internal async Task<(Channel Channel, Secret Token)> ConnectAsync(params (string Name, string Value)[] extra)
    {
        var account = await NewAccountAsync(extra.ToDictionary(pair => pair.Name, pair => pair.Value));
        return (
            TikTokPosts.Channel(account.GetProperty("accountId").GetString()!) with
            {
                Handle = account.GetProperty("username").GetString(),
            },
            new Secret(account.GetProperty("accessToken").GetString()!)
        );
    }

    internal PublishWork Work(
        (Channel Channel, Secret Token) actor,
        string options,
        PlatformApp? app = null,
        params MediaAsset[] media
    )
    {
        var content = Posts.Content(PostType.Post, media, options: options);
        return Files.Give(Posts.Work(content, media)) with
        {
            Channel = actor.Channel,
            AccessToken = actor.Token,
            App = app ?? Audited,
        };
    }

    /// <summary>Asks as the ledger does after a lost answer, until there is something to hear.</summary>
    internal async Task<FindAnswer> FindAsync(PublishWork work) =>
        await Publisher.FindPublishedAsync(work, DateTimeOffset.UtcNow.AddMinutes(-2), CancellationToken.None);

    protected override Dictionary<string, string?> Settings(string root) =>
        new()
        {
            ["Platforms:TikTok:ApiBaseUrl"] = $"{root}/open.tiktokapis.com",
            ["Platforms:TikTok:WebBaseUrl"] = $"{root}/www.tiktok.com",
            ["Platforms:TikTok:ChunkBytes"] = "5300000",
            ["Platforms:TikTok:InitTimeout"] = "00:00:05",
            ["Platforms:TikTok:PublishedPolls:0"] = "00:00:00.020",
            ["Platforms:TikTok:PublishedPolls:1"] = "00:00:00.200",
        };

    protected override void Add(IServiceCollection services) => services.AddTikTok();
}
