using System.Net;
using Atlas.EndToEnd.Systems;
using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Networks;

/// <summary>A new account of any network, connected as a person connects it.</summary>
internal sealed record NetworkChannel(AtlasSystem System, string Platform, SandboxAccount Account, string Id)
{
    public string AccountId => Account.AccountId;

    public static async Task<NetworkChannel> ConnectAsync(AtlasSystem system, string platform)
    {
        var account = await system.Sandbox.Client.CreateAccountAsync(platform);
        var channels = await LogInAsync(system, platform, account);
        return new NetworkChannel(
            system,
            platform,
            account,
            channels.First(channel => channel.Key.StartsWith($"{platform}/")).Value
        );
    }

    /// <summary>The person consents again.</summary>
    public async Task ReconnectAsync() =>
        await LogInAsync(
            System,
            Platform,
            Platform == "telegram" ? await System.Sandbox.Client.NewTokenAsync(Platform, AccountId) : Account
        );

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
                thread = post.Thread.Length == 0 ? null : post.Thread.Select(text => new { text }),
                options = post.AccountOptions?.Invoke(Account.Extra!) ?? post.Options,
                media,
                dueAt,
            }
        );
        return made.Expect(HttpStatusCode.Created)["publications"].EnumerateArray().Single().GetProperty("id").GetString()!;
    }

    private static Task<IReadOnlyDictionary<string, string>> LogInAsync(
        AtlasSystem system,
        string platform,
        SandboxAccount account
    ) =>
        system.Client.LogInAsync(
            platform,
            account.Username,
            platform switch
            {
                "bluesky" => new { handle = account.Extra!["handle"], appPassword = account.Extra["appPassword"] },
                "mastodon" => new { server = "mastodon.social" },
                "telegram" => new { botToken = account.AccessToken, chat = account.Extra!["chatId"] },
                _ => null,
            }
        );
}
