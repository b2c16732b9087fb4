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

    [Fact]
    public async Task A_part_of_a_picture_goes_out_once_it_is_there_as_a_file()
    {
        var workspace = await app.NewWorkspaceAsync();
        var (first, second) = (await workspace.ConnectAsync(), await workspace.ConnectAsync());
        var picture = await UploadAsync(workspace, 40, 30);
        object Variant(string? renditionId) =>
            new
            {
                channelId = second,
                media = new[]
                {
                    new
                    {
                        mediaId = picture,
                        crop = new
                        {
                            ratio = "4:5",
                            focus = new { x = 1.0, y = 0.5 },
                            renditionId,
                        },
                    },
                },
            };

        var uncut = await ScheduleAsync(Variant(null));
        var other = await ScheduleAsync(Variant(await UploadAsync(workspace, 30, 30)));
        var rendition = await UploadAsync(workspace, 24, 30);
        var cut = await ScheduleAsync(Variant(rendition));

        var error = Assert.Single(uncut.Expect(HttpStatusCode.UnprocessableEntity)["errors"]!.AsArray())!;
        Assert.Equal(
            ("variants[0].media[0].crop", "atlas.crop.rendition", "24 × 30 px"),
            ((string?)error["field"], (string?)error["rule"], (string?)error["limit"])
        );
        Assert.Contains("24 × 30 pixels from 16, 0", (string?)error["message"], StringComparison.Ordinal);
        Assert.Equal(["variants[0].media[0].crop.renditionId"], other.Expect(HttpStatusCode.UnprocessableEntity).Fields);
        cut.Expect(HttpStatusCode.Created);
        var (whole, part) = (await SentAsync(cut, 0), await SentAsync(cut, 1));
        Assert.Equal((picture, null), ((string?)whole["mediaId"], (string?)whole["crop"]?["ratio"]));
        Assert.Equal(
            (rendition, picture, "4:5", null),
            (
                (string?)part["mediaId"],
                (string?)part["crop"]!["sourceId"],
                (string?)part["crop"]!["ratio"],
                (string?)part["crop"]!["renditionId"]
            )
        );
        Assert.Equal(rendition, (string?)cut["variants"]![0]!["media"]![0]!["crop"]!["renditionId"]);
        foreach (var used in (string[])[picture, rendition])
        {
            (await workspace.Client.DeleteAsync($"/api/v1/media/{used}")).Expect(HttpStatusCode.Conflict);
        }

        Task<ApiAnswer> ScheduleAsync(object variant) =>
            workspace.Client.PostAsync(
                "/api/v1/posts",
                new
                {
                    channelIds = new[] { first, second },
                    text = "Base",
                    media = new[] { new { mediaId = picture } },
                    variants = new[] { variant },
                    dueAt = DateTimeOffset.UtcNow.AddHours(9),
                }
            );
        async Task<System.Text.Json.Nodes.JsonNode> SentAsync(ApiAnswer post, int publication) =>
            (await workspace.Client.GetAsync($"/api/v1/publications/{post["publications"]![publication]!["id"]}"))["content"]![
                "media"
            ]![0]!;
    }

    [Fact]
    public async Task A_draft_keeps_a_part_that_is_not_cut_yet_and_says_what_is_missing()
    {
        var workspace = await app.NewWorkspaceAsync();
        var channel = await workspace.ConnectAsync();
        var picture = await UploadAsync(workspace, 40, 30);
        var crop = new
        {
            area = new
            {
                x = 0.25,
                y = 0.0,
                width = 0.5,
                height = 1.0,
            },
        };

        var draft = await workspace.Client.PostAsync(
            "/api/v1/posts",
            new
            {
                channelIds = new[] { channel },
                text = "Base",
                media = new[] { new { mediaId = picture, crop } },
            }
        );
        var validated = await workspace.Client.PostAsync(
            $"/api/v1/posts/{draft.Expect(HttpStatusCode.Created).Id}/validate",
            new { }
        );
        var made = await workspace.Client.PostAsync($"/api/v1/media/{picture}/renditions", crop);

        var finding = validated["findings"]!.AsArray().Single(found => (string?)found!["rule"] == "atlas.crop.rendition")!;
        Assert.Equal(("crop", "20 × 30 px"), ((string?)finding["repair"]!["kind"], (string?)finding["repair"]!["target"]));
        var refused = Assert.Single(made.Expect(HttpStatusCode.UnprocessableEntity)["errors"]!.AsArray())!;
        Assert.Equal(("atlas.crop.rendition", "20 × 30 px"), ((string?)refused["rule"], (string?)refused["limit"]));
    }

    private static async Task<string> UploadAsync(TestWorkspace workspace, int width, int height) =>
        (await workspace.Client.UploadAsync("a.png", "image/png", Pictures.Png(width, height))).Expect(HttpStatusCode.Created).Id;

    [Theory]
    [InlineData("""{"text":"x"}""", "variants[0]")]
    [InlineData(
        """{"platform":"instagram","media":[{"mediaId":"00000000000000000000000000000001","crop":{}}]}""",
        "variants[0].media[0].crop"
    )]
    [InlineData(
        """{"platform":"instagram","media":[{"mediaId":"00000000000000000000000000000001","crop":{"ratio":"4x5"}}]}""",
        "variants[0].media[0].crop.ratio"
    )]
    [InlineData(
        """{"platform":"instagram","media":[{"mediaId":"00000000000000000000000000000001","crop":{"ratio":"4:5","focus":{"x":2,"y":0}}}]}""",
        "variants[0].media[0].crop.focus"
    )]
    [InlineData(
        """{"platform":"instagram","media":[{"mediaId":"00000000000000000000000000000001","crop":{"area":{"x":0.5,"y":0,"width":0.6,"height":1}}}]}""",
        "variants[0].media[0].crop.area"
    )]
    [InlineData(
        """{"platform":"instagram","media":[{"mediaId":"00000000000000000000000000000001","crop":{"ratio":"4:5","sourceId":"00000000000000000000000000000001"}}]}""",
        "variants[0].media[0].crop.sourceId"
    )]
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
