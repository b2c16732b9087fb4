using System.Net;
using System.Text;
using Atlas.EndToEnd.Systems;
using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Requests;

[Trait("Needs", "Process")]
public sealed class SecrecyTests
{
    [Fact]
    public async Task Tokens_and_keys_are_in_nothing_that_the_app_writes_or_answers()
    {
        var system = new AtlasSystem();
        await using IAsyncDisposable running = system;
        await system.InitializeAsync();
        var channels = new[] { await system.ConnectAsync("facebook"), await system.ConnectAsync("instagram") };
        await system.Sandbox.Client.AddFaultsAsync(
            new Fault(FaultKind.ServerError, "instagram.publish") { Phase = FaultPhase.After, Times = 1 },
            new Fault(FaultKind.Cut, "instagram.container.create") { Times = 1 }
        );
        var answers = new StringBuilder();
        foreach (var channel in channels)
        {
            var post = await system.ScheduleImageAsync(channel, seconds: 2, firstComment: "Hello");
            await system.BecomesAsync(post.PublicationId, "Published", TimeSpan.FromSeconds(60));
            answers.Append((await system.Client.GetAsync($"api/v1/posts/{post.Id}/timeline")).Body);
            answers.Append((await system.Client.GetAsync($"api/v1/channels/{channel.Id}")).Body);
            answers.Append((await system.Client.GetAsync($"api/v1/channels/{channel.Id}/health")).Body);
        }

        // A dead token, a refused one and an unknown key are where careless code quotes what it was given.
        await system.Sandbox.Client.EndTokensAsync(channels[0].Account.AccountId);
        var waiting = await system.ScheduleImageAsync(channels[0], seconds: 1);
        await system.BecomesAsync(waiting.PublicationId, "Waiting");
        answers.Append((await system.Client.GetAsync($"api/v1/publications/{waiting.PublicationId}")).Body);
        const string RefusedToken = "EAAcanary0000000000000000000000000000000000";
        var refused = await system.Client.PostAsync(
            "api/v1/channels",
            new
            {
                platform = "instagram",
                login = "facebook",
                accountId = channels[0].Account.AccountId,
                accessToken = RefusedToken,
            }
        );
        Assert.False(refused.IsSuccess);
        answers.Append(refused.Body);
        const string UnknownKey = "atk_canaryAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        using (var stranger = system.App.ClientFor(UnknownKey))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("api/v1/posts")).Status);
        }

        Assert.Equal(0, await system.App.StopAsync());

        string[] secrets =
        [
            .. channels.SelectMany(channel => (string[])[channel.Account.AccessToken, channel.Account.Token]),
            RefusedToken,
            UnknownKey,
            system.ApiKey,
            system.App.SetupKey,
        ];
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(secret, answers.ToString(), StringComparison.Ordinal);
        }

        Assert.Empty(FilesWith(secrets, system));
    }

    private static IEnumerable<string> FilesWith(string[] secrets, AtlasSystem system)
    {
        var files = Directory
            .EnumerateFiles(system.App.DataDirectory, "*", SearchOption.AllDirectories)
            .Append(system.App.LogFile)
            .ToList();
        Assert.Contains(files, file => Path.GetFileName(file) == "rows.db");
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            foreach (var secret in secrets)
            {
                if (Contains(bytes, Encoding.UTF8.GetBytes(secret)) || Contains(bytes, Encoding.Unicode.GetBytes(secret)))
                {
                    yield return $"{Path.GetFileName(file)}: {secret[..8]}…";
                }
            }
        }
    }

    private static bool Contains(byte[] bytes, byte[] secret) => bytes.AsSpan().IndexOf(secret) >= 0;
}
