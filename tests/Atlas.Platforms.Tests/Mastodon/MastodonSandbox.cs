using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Mastodon;
using Atlas.Platforms.Tests.Networks;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Platforms.Tests.Mastodon;

public sealed class MastodonSandbox() : NetworkSandbox("mastodon")
{
    protected override void Add(IServiceCollection services) => services.AddMastodon();

    protected override Dictionary<string, string?> Settings(string root) =>
        new()
        {
            ["Platforms:Mastodon:ServerUrl"] = root + "/{server}",
            ["Platforms:Mastodon:WriteTimeout"] = "00:00:05",
            ["Platforms:Mastodon:UploadTimeout"] = "00:00:05",
        };

    internal async Task<(Channel Channel, Secret Token)> ConnectAsync()
    {
        var account = await NewAccountAsync();
        return (Channel(account), new Secret(account.GetProperty("accessToken").GetString()!));
    }

    internal Channel Channel(JsonElement account)
    {
        var channel = ChannelOf(account, "mastodon");
        return channel with { AccountId = $"{channel.AccountId}@mastodon.social", Server = $"{Root}/mastodon.social" };
    }

    internal PublishWork Post((Channel Channel, Secret Token) actor, string text, params MediaAsset[] media) =>
        Work(
            actor,
            new PostContent
            {
                Text = text,
                Media = [.. media.Select(asset => new PostMedia(asset.Id, "What it shows"))],
                Options = JsonDocument.Parse("""{"visibility":"unlisted","spoilerText":"bread","language":"en"}""").RootElement,
            },
            media
        );
}
