using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Telegram;
using Atlas.Platforms.Tests.Networks;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Platforms.Tests.Telegram;

public sealed class TelegramSandbox() : NetworkSandbox("telegram")
{
    protected override void Add(IServiceCollection services) => services.AddTelegram();

    protected override Dictionary<string, string?> Settings(string root) =>
        new() { ["Platforms:Telegram:ApiBaseUrl"] = $"{root}/api.telegram.org", ["Platforms:Telegram:SendTimeout"] = "00:00:05" };

    internal async Task<(Channel Channel, Secret Token)> ConnectAsync(object? extra = null)
    {
        var account = await NewAccountAsync(extra);
        return (ChannelOf(account, "telegram"), new Secret(account.GetProperty("accessToken").GetString()!));
    }

    internal PublishWork Post((Channel Channel, Secret Token) actor, string text, params MediaAsset[] media) =>
        Work(actor, new PostContent { Text = text }, media);
}
