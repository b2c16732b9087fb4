using System.Net;
using Atlas.Functions.Tests.App;

namespace Atlas.Functions.Tests.Posts;

/// <summary>One post that differs from network to network and from channel to channel.</summary>
[Collection(AtlasCollection.Name)]
public sealed class VariantTests(RunningAtlas app)
{
    [Fact]
    public async Task A_channels_variant_lies_over_its_networks_which_lies_over_the_base()
    {
        var workspace = await app.NewWorkspaceAsync();
        var (first, second) = (await workspace.ConnectAsync(), await workspace.ConnectAsync());

        var post = await CreateAsync(
            workspace,
            [first, second],
            new object[]
            {
                new { channelId = second, text = "For the second" },
                new
                {
                    platform = "instagram",
                    text = "For Instagram",
                    hashtags = new[] { "rye", "bread" },
                },
            }
        );

        Assert.Equal(
            ["For Instagram\n\n#rye #bread", "For the second\n\n#rye #bread"],
            await TextsAsync(workspace, post.Expect(HttpStatusCode.Created))
        );
        Assert.Equal("Base", (string?)post["text"]);
    }

    [Fact]
    public async Task A_channel_with_a_time_of_its_own_keeps_it_when_the_post_is_moved()
    {
        var workspace = await app.NewWorkspaceAsync();
        var (first, second) = (await workspace.ConnectAsync(), await workspace.ConnectAsync());
        var own = DateTimeOffset.UtcNow.AddDays(3);

        var post = await CreateAsync(workspace, [first, second], [new { channelId = second, dueAt = own }]);
        var drafted = post.Expect(HttpStatusCode.Created)["publications"]!.AsArray().Select(p => (string?)p!["state"]).ToList();
        var moved = await workspace.Client.PostAsync(
            $"/api/v1/posts/{post.Id}/schedule",
            new { dueAt = DateTimeOffset.UtcNow.AddDays(1) }
        );
        var freed = await workspace.Client.PatchAsync($"/api/v1/posts/{post.Id}", new { variants = Array.Empty<object>() });

        Assert.Equal(["Draft", "Scheduled"], drafted);
        Assert.InRange(Due(moved.Expect(HttpStatusCode.OK), 1) - own, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1));
        Assert.True(Due(moved, 0) < own);
        Assert.Equal(Due(moved, 0), Due(freed.Expect(HttpStatusCode.OK), 1));
    }

    [Theory]
    [InlineData("""{"text":"x"}""", "variants[0]")]
    [InlineData("""{"platform":"instagram","dueAt":"2001-01-01T00:00:00Z"}""", "variants[0].dueAt")]
    [InlineData("""{"platform":"instagram","hashtags":["two words"]}""", "variants[0].hashtags[0]")]
    [InlineData("""{"platform":"instagram","link":"ftp://example.com"}""", "variants[0].link")]
    [InlineData("""{"platform":"instagram","thread":[{"text":""}]}""", "variants[0].thread[0]")]
    public async Task What_a_variant_cannot_say_is_named(string variant, string field)
    {
        var workspace = await app.NewWorkspaceAsync();
        var channel = await workspace.ConnectAsync();

        var answer = await CreateAsync(workspace, [channel], [System.Text.Json.JsonDocument.Parse(variant).RootElement]);

        Assert.Contains(field, answer.Expect(HttpStatusCode.UnprocessableEntity).Fields);
    }

    private static Task<ApiAnswer> CreateAsync(TestWorkspace workspace, string[] channelIds, object[] variants) =>
        workspace.Client.PostAsync(
            "/api/v1/posts",
            new
            {
                channelIds,
                text = "Base",
                variants,
            }
        );

    private static DateTimeOffset Due(ApiAnswer post, int publication) =>
        (DateTimeOffset)post["publications"]![publication]!["dueAt"]!;

    private static async Task<List<string?>> TextsAsync(TestWorkspace workspace, ApiAnswer post)
    {
        List<string?> texts = [];
        foreach (var publication in post["publications"]!.AsArray())
        {
            var read = await workspace.Client.GetAsync($"/api/v1/publications/{(string?)publication!["id"]}");
            texts.Add((string?)read["content"]!["text"]);
        }

        return texts;
    }
}
