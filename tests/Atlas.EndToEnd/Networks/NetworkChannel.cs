using System.Net;
using Atlas.EndToEnd.Systems;
using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Networks;

/// <summary>A new account of any network, connected as a person connects it.</summary>
internal sealed record NetworkChannel(AtlasSystem System, Network Network, SandboxAccount Account, string Id)
{
    public string AccountId => Account.AccountId;

    public static async Task<NetworkChannel> ConnectAsync(AtlasSystem system, Network network)
    {
        var account = await system.Sandbox.Client.CreateAccountAsync(
            network.Platform,
            network.Platform == "linkedin" ? new { kind = network.Kind } : null,
            network.Platform == "instagram" ? network.Kind : null
        );
        var channels = await LogInAsync(system, network, account);
        return new NetworkChannel(
            system,
            network,
            account,
            Assert.Single(channels, channel => channel.Key.StartsWith($"{network.Platform}/", StringComparison.Ordinal)).Value
        );
    }

    /// <summary>The person consents again.</summary>
    public async Task ReconnectAsync() =>
        await LogInAsync(
            System,
            Network,
            Network.Platform == "telegram" ? await System.Sandbox.Client.NewTokenAsync(Network.Platform, AccountId) : Account
        );

    /// <summary>Bluesky's posts are named by address; its log of effects names them by their last part.</summary>
    public static bool IsPost(Effect effect, string? platformPostId) =>
        platformPostId == effect.MediaId || platformPostId?.EndsWith($"/{effect.MediaId}", StringComparison.Ordinal) is true;

    public async Task<IReadOnlyList<Effect>> EffectsAsync() =>
        (await System.Sandbox.Client.EffectsAsync(account: AccountId)).Effects;

    /// <returns>The publication's id.</returns>
    public async Task<string> ScheduleAsync(NetworkPost post, DateTimeOffset dueAt)
    {
        var media = new List<object>();
        foreach (var file in post.Files)
        {
            media.Add(new { mediaId = await System.MediaAsync(file), altText = $"What {file} shows" });
        }

        var last = new List<object>();
        foreach (var file in post.ThreadFiles)
        {
            last.Add(new { mediaId = await System.MediaAsync(file) });
        }

        var made = await System.Client.PostAsync(
            "api/v1/posts",
            new
            {
                channelIds = new[] { Id },
                type = post.Type,
                text = post.Text,
                title = post.Title,
                link = post.Link,
                firstComment = post.FirstComment,
                thread = post.Thread.Length == 0
                    ? null
                    : post.Thread.Select((text, i) => new { text, media = i == post.Thread.Length - 1 ? last : null }),
                options = post.AccountOptions?.Invoke(Account.Extra!) ?? post.Options,
                media,
                dueAt,
            }
        );
        return made.Expect(HttpStatusCode.Created)["publications"].EnumerateArray().Single().GetProperty("id").GetString()!;
    }

    private static Task<IReadOnlyDictionary<string, string>> LogInAsync(
        AtlasSystem system,
        Network network,
        SandboxAccount account
    ) =>
        system.Client.LogInAsync(
            network.Login,
            network.Platform switch
            {
                "facebook" => account.Extra!["userId"],
                "linkedin" => account.Extra!["memberId"],
                _ => account.Username,
            },
            network.Platform switch
            {
                "bluesky" => new { handle = account.Extra!["handle"], appPassword = account.Extra["appPassword"] },
                "mastodon" => new { server = "mastodon.social" },
                "telegram" => new { botToken = account.AccessToken, chat = account.Extra!["chatId"] },
                _ => null,
            },
            // A person's consent opens Pages, organizations and the person beside what is wanted here.
            network.Platform
                is "facebook"
                    or "instagram"
                    or "linkedin"
                ? found => found.GetProperty("id").GetString()!.EndsWith(account.AccountId, StringComparison.Ordinal)
                : null
        );
}
