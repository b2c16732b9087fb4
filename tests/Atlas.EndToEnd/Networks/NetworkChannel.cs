using System.Net;
using Atlas.EndToEnd.Systems;
using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Networks;

/// <summary>A new account of any network, connected as a person connects it.</summary>
internal sealed record NetworkChannel(AtlasSystem System, string Platform, string Username, string Id, string AccountId)
{
    public static async Task<NetworkChannel> ConnectAsync(AtlasSystem system, string platform)
    {
        var account = await system.Sandbox.Client.CreateAccountAsync(platform);
        var channels = await system.Client.LogInAsync(platform, account.Username);
        return new NetworkChannel(
            system,
            platform,
            account.Username,
            channels.First(channel => channel.Key.StartsWith($"{platform}/")).Value,
            account.AccountId
        );
    }

    /// <summary>The person consents again.</summary>
    public Task ReconnectAsync() => System.Client.LogInAsync(Platform, Username);

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
                options = post.Options,
                media,
                dueAt,
            }
        );
        return made.Expect(HttpStatusCode.Created)["publications"].EnumerateArray().Single().GetProperty("id").GetString()!;
    }
}
