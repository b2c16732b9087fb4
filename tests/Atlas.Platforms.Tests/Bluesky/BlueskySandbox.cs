using System.Text.Json;
using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Bluesky;
using Atlas.Platforms.Tests.Instagram;
using Atlas.Platforms.Tests.Loopback;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Platforms.Tests.Bluesky;

public sealed class BlueskySandbox() : LoopbackNetwork("bluesky")
{
    public string Server => $"{Root}/bsky.social";

    internal async Task<(Channel Channel, Secret Token, JsonElement Account)> ConnectAsync()
    {
        var account = await NewAccountAsync();
        var channel = Posts.Channel("bluesky", account.GetProperty("accountId").GetString()!) with
        {
            Platform = Platform.Bluesky,
            Handle = account.GetProperty("extra").GetProperty("handle").GetString(),
            Server = Server,
        };
        return (channel, new Secret(account.GetProperty("accessToken").GetString()!), account);
    }

    internal PublishWork Work(
        (Channel Channel, Secret Token, JsonElement Account) actor,
        PostContent content,
        IReadOnlyList<MediaAsset> media,
        params MediaAsset[] extras
    ) =>
        Files.Give(Posts.Work(content, media)) with
        {
            Channel = actor.Channel,
            AccessToken = actor.Token,
            Extras = extras.ToDictionary(asset => asset.Id),
        };

    internal async Task<StepAnswer> RunChildAsync(ChildWork child)
    {
        while (true)
        {
            var answer = await Publisher.AdvanceChildAsync(child, Publisher.NextChildStep(child), CancellationToken.None);
            var cursor = answer switch
            {
                StepAnswer.Continue next => next.Cursor,
                StepAnswer.Wait wait => wait.Cursor,
                _ => null,
            };
            if (cursor is null)
            {
                return answer;
            }

            child = child with { Cursor = cursor };
        }
    }

    protected override Dictionary<string, string?> Settings(string root) =>
        new()
        {
            ["Platforms:Bluesky:EntrywayBaseUrl"] = $"{root}/bsky.social",
            ["Platforms:Bluesky:DirectoryBaseUrl"] = $"{root}/plc.directory",
            ["Platforms:Bluesky:VideoBaseUrl"] = $"{root}/video.bsky.app",
            ["Platforms:Bluesky:WebBaseUrl"] = $"{root}/bsky.app",
            ["Platforms:Bluesky:WriteTimeout"] = "00:00:05",
        };

    protected override void Add(IServiceCollection services) => services.AddBluesky();
}
