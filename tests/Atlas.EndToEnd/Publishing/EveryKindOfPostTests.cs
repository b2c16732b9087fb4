using Atlas.EndToEnd.Systems;
using Atlas.Testing;
using Atlas.Testing.Clients;
using Atlas.Testing.Processes;

namespace Atlas.EndToEnd.Publishing;

public sealed class EveryKindOfPostTests(AtlasSystem system) : IClassFixture<AtlasSystem>
{
    private static readonly TimeSpan s_lateAtMost = TimeSpan.FromSeconds(6);

    [Theory]
    [InlineData("facebook")]
    [InlineData("instagram")]
    public async Task Image_carousel_reel_and_stories_are_live_at_their_time(string login)
    {
        var channel = await system.ConnectAsync(login);
        var due = AtlasSystem.In(5);
        var kinds = new Dictionary<string, ScheduledPost>
        {
            ["image"] = await ScheduleAsync(channel, due, "post", "An image", "First!", DemoFiles.PortraitImage),
            ["carousel"] = await ScheduleAsync(
                channel,
                due,
                "post",
                "A carousel",
                "Swipe",
                DemoFiles.SquareImage,
                DemoFiles.SquareVideo,
                DemoFiles.LandscapeImage
            ),
            ["reel"] = await ScheduleAsync(channel, due, "reel", "A reel", "Sound on", DemoFiles.ReelVideo),
            ["image story"] = await ScheduleAsync(channel, due, "story", "", null, DemoFiles.StoryImage),
            ["video story"] = await ScheduleAsync(channel, due, "story", "", null, DemoFiles.ReelVideo),
        };

        foreach (var (kind, post) in kinds)
        {
            var publication = await system.BecomesAsync(post.PublicationId, "Published");
            var effect = Assert.Single(await channel.PostsAsync(), effect => effect.MediaId == publication.PlatformPostId);
            Assert.True(effect.At >= due, $"{kind}: live {due - effect.At} before its time");
            Assert.True(effect.At < due + s_lateAtMost, $"{kind}: {effect.At - due} late");
            Assert.Equal(effect.Permalink, publication.Permalink);
        }

        var posts = await channel.PostsAsync();
        Assert.Equal(
            ["carousel", "post", "reel", "story", "story"],
            posts.Select(effect => effect.Kind).Order(StringComparer.Ordinal)
        );
        var image = posts.Single(effect => effect.Kind == "post");
        Assert.Equal("An image", image.Caption);
        Assert.Equal([AtlasSystem.Sha256(DemoFiles.PortraitImage)], image.MediaSha256);
        var carousel = posts.Single(effect => effect.Kind == "carousel");
        Assert.Equal(
            [
                AtlasSystem.Sha256(DemoFiles.SquareImage),
                AtlasSystem.Sha256(DemoFiles.SquareVideo),
                AtlasSystem.Sha256(DemoFiles.LandscapeImage),
            ],
            carousel.MediaSha256
        );

        await Eventually.BeAsync(async () => (await CommentsAsync(channel)).Count == 3);
        Assert.Equal(
            [("carousel", "Swipe"), ("post", "First!"), ("reel", "Sound on")],
            (await CommentsAsync(channel))
                .Select(comment => (posts.Single(post => post.MediaId == comment.ParentId).Kind, comment.Caption!))
                .Order()
        );
    }

    [Fact]
    public async Task Containers_are_made_ahead_and_only_the_visible_call_waits_for_the_instant()
    {
        var channel = await system.ConnectAsync();
        var post = await system.PrepareImageAsync(channel);
        Assert.Single(await channel.CallsAsync("instagram.container.create"));
        Assert.Empty(await channel.CallsAsync("instagram.publish"));

        var due = await system.MoveAsync(post, seconds: 2);
        await system.BecomesAsync(post.PublicationId, "Published");

        Assert.Single(await channel.CallsAsync("instagram.container.create"));
        Assert.True(Assert.Single(await channel.CallsAsync("instagram.publish")) >= due);
    }

    [Fact]
    public async Task One_post_goes_out_on_every_channel_it_names()
    {
        TestChannel[] channels = [await system.ConnectAsync("facebook"), await system.ConnectAsync("instagram")];

        var media = await system.MediaAsync(DemoFiles.SquareImage);
        var post = await system.Client.ScheduleAsync(
            new NewPost([.. channels.Select(channel => channel.Id)], "On both", [media], AtlasSystem.In(2))
        );

        Assert.Equal(2, post.PublicationIds.Count);
        foreach (var id in post.PublicationIds)
        {
            await system.BecomesAsync(id, "Published");
        }

        foreach (var channel in channels)
        {
            Assert.Equal("On both", Assert.Single(await channel.PostsAsync()).Caption);
        }
    }

    private static async Task<List<Effect>> CommentsAsync(TestChannel channel) =>
        [.. (await channel.EffectsAsync()).Where(effect => effect.Kind == "comment")];

    private async Task<ScheduledPost> ScheduleAsync(
        TestChannel channel,
        DateTimeOffset due,
        string type,
        string text,
        string? firstComment,
        params string[] files
    )
    {
        var media = new List<string>();
        foreach (var file in files)
        {
            media.Add(await system.MediaAsync(file));
        }

        return await system.Client.ScheduleAsync(new NewPost([channel.Id], text, media, due, type, firstComment));
    }
}
