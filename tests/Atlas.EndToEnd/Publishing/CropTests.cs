using System.Net;
using Atlas.EndToEnd.Systems;
using Atlas.Testing.Processes;

namespace Atlas.EndToEnd.Publishing;

/// <summary>One picture on two accounts: whole on the one, a part of it on the other.</summary>
public sealed class CropTests(AtlasSystem system) : IClassFixture<AtlasSystem>
{
    [Fact]
    public async Task A_network_gets_the_part_that_was_chosen_and_is_asked_about_the_parts_shape()
    {
        var channel = await system.ConnectAsync();
        var tall = await system.MediaAsync(DemoFiles.StoryImage); // 1080 × 1920
        var cut = await system.MediaAsync(DemoFiles.PortraitImage); // 1080 × 1350

        var whole = await ScheduleAsync(crop: null);
        var tooTall = await ScheduleAsync(new { ratio = "3:4" });
        var uncut = await ScheduleAsync(new { ratio = "4:5" });
        var post = await ScheduleAsync(new { ratio = "4:5", renditionId = cut });

        Assert.Equal(["instagram.image.ratio"], RulesOf(whole));
        Assert.Equal(["atlas.crop.rendition", "instagram.image.ratio"], RulesOf(tooTall).Order());
        Assert.Equal(["atlas.crop.rendition"], RulesOf(uncut));
        Assert.Equal("1080 × 1350 px", uncut["errors"][0].GetProperty("limit").GetString());
        Assert.Equal(HttpStatusCode.Created, post.Status);
        await system.BecomesAsync(post["publications"][0].GetProperty("id").GetString()!, "Published");
        Assert.Equal([AtlasSystem.Sha256(DemoFiles.PortraitImage)], Assert.Single(await channel.PostsAsync()).MediaSha256);

        Task<Testing.Clients.ApiAnswer> ScheduleAsync(object? crop) =>
            system.Client.PostAsync(
                "api/v1/posts",
                new
                {
                    channelIds = new[] { channel.Id },
                    text = "Open now",
                    media = new[] { new { mediaId = tall } },
                    variants = new[] { new { platform = "instagram", media = new[] { new { mediaId = tall, crop } } } },
                    dueAt = AtlasSystem.In(3),
                }
            );
    }

    private static IEnumerable<string?> RulesOf(Testing.Clients.ApiAnswer answer)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        return answer["errors"].EnumerateArray().Select(error => error.GetProperty("rule").GetString());
    }
}
