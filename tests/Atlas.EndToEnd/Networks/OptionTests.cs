using System.Net;
using System.Text.Json;
using Atlas.EndToEnd.Systems;
using Atlas.Testing;
using Atlas.Testing.Processes;

namespace Atlas.EndToEnd.Networks;

/// <summary>Options that reach beyond the account: other people's posts, names and Pages.</summary>
public sealed class OptionTests(AtlasSystem system) : IClassFixture<AtlasSystem>
{
    [Fact]
    public async Task A_reel_is_live_and_then_invites_the_Pages_that_were_named()
    {
        var (own, other) = (await ConnectAsync("facebook"), await ConnectAsync("facebook"));

        var live = await PublishAsync(
            own,
            "reel",
            DemoFiles.ReelVideo,
            new { collaborators = new[] { other.AccountId, "999999999999999" } }
        );

        var steps = await StepsAsync(live, settled: 2);
        Assert.Equal([("collaborator01", "Done"), ("collaborator02", "Failed")], steps);
        Assert.Equal("Published", live.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_quoted_post_and_tagged_people_are_seen_by_followers()
    {
        var (author, reader, x) = (await ConnectAsync("bluesky"), await ConnectAsync("bluesky"), await ConnectAsync("x"));
        var quoted = (await PublishAsync(author, "post", DemoFiles.PortraitImage, options: null))
            .GetProperty("platformPostId")
            .GetString()!;

        var quoting = await PublishAsync(reader, "post", DemoFiles.SquareImage, new { quote = quoted });
        var tagging = await PublishAsync(x, "post", DemoFiles.SquareImage, new { taggedUserIds = new[] { "783214" } });

        Assert.Contains(quoted, await PageAsync(quoting), StringComparison.Ordinal);
        Assert.Contains("783214", await PageAsync(tagging), StringComparison.Ordinal);
    }

    private Task<NetworkChannel> ConnectAsync(string platform) =>
        NetworkChannel.ConnectAsync(system, Network.All.First(network => network.Platform == platform));

    private async Task<JsonElement> PublishAsync(NetworkChannel channel, string type, string file, object? options)
    {
        var made = await system.Client.PostAsync(
            "api/v1/posts",
            new
            {
                channelIds = new[] { channel.Id },
                type,
                text = $"By {channel.AccountId}",
                media = new[] { new { mediaId = await system.MediaAsync(file) } },
                options,
                publishNow = true,
            }
        );
        var id = made.Expect(HttpStatusCode.Created)["publications"].EnumerateArray().Single().GetProperty("id").GetString()!;
        await system.BecomesAsync(id, "Published", NetworkJourney.Patience);
        return (await system.Client.GetAsync($"api/v1/publications/{id}")).Body;
    }

    private async Task<IReadOnlyList<(string?, string?)>> StepsAsync(JsonElement publication, int settled) =>
        await Eventually.GetAsync(
            async () =>
            {
                var timeline = await system.Client.GetAsync(
                    $"api/v1/posts/{publication.GetProperty("postId").GetString()}/timeline"
                );
                List<(string?, string?)> steps =
                [
                    .. timeline["steps"]
                        .EnumerateArray()
                        .Select(step => (step.GetProperty("name").GetString(), step.GetProperty("state").GetString()))
                        .Where(step => step.Item2 is "Done" or "Failed"),
                ];
                return steps.Count == settled ? steps : null;
            },
            NetworkJourney.Patience
        );

    private static async Task<string> PageAsync(JsonElement publication)
    {
        using var http = new HttpClient();
        return WebUtility.HtmlDecode(await http.GetStringAsync(publication.GetProperty("permalink").GetString()));
    }
}
