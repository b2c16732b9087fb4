using System.Net;
using Atlas.EndToEnd.Systems;

namespace Atlas.EndToEnd.Publishing;

public sealed class ChangeOfMindTests(AtlasSystem system) : IClassFixture<AtlasSystem>
{
    [Fact]
    public async Task A_post_moved_to_a_later_time_waits_for_it_even_if_it_was_prepared()
    {
        var channel = await system.ConnectAsync();
        var post = await system.ScheduleImageAsync(channel, seconds: 4);
        await system.BecomesAsync(post.PublicationId, "Ready");

        var later = AtlasSystem.In(6);
        (await system.Client.PostAsync($"api/v1/posts/{post.Id}/schedule", new { dueAt = later })).Expect(HttpStatusCode.OK);

        await system.BecomesAsync(post.PublicationId, "Published");
        Assert.True(Assert.Single(await channel.PostsAsync()).At >= later);
    }

    [Fact]
    public async Task A_post_moved_to_an_earlier_time_goes_out_then()
    {
        var channel = await system.ConnectAsync();
        var post = await system.ScheduleImageAsync(channel, seconds: 3600);

        var sooner = AtlasSystem.In(2);
        (await system.Client.PostAsync($"api/v1/posts/{post.Id}/schedule", new { dueAt = sooner })).Expect(HttpStatusCode.OK);

        await system.BecomesAsync(post.PublicationId, "Published");
        var effect = Assert.Single(await channel.PostsAsync());
        Assert.InRange(effect.At, sooner, sooner.AddSeconds(5));
    }

    [Fact]
    public async Task A_cancelled_post_never_goes_live()
    {
        var channel = await system.ConnectAsync();
        var cancelled = await system.ScheduleImageAsync(channel, seconds: 3, "Cancelled");
        var next = await system.ScheduleImageAsync(channel, seconds: 5, "After it");
        await system.BecomesAsync(cancelled.PublicationId, "Ready");

        (await system.Client.PostAsync($"api/v1/posts/{cancelled.Id}/cancel")).Expect(HttpStatusCode.OK);

        await system.BecomesAsync(next.PublicationId, "Published");
        Assert.Equal("After it", Assert.Single(await channel.PostsAsync()).Caption);
        Assert.Equal("Cancelled", (await system.Client.PublicationAsync(cancelled.PublicationId)).State);
    }

    [Fact]
    public async Task An_edit_after_preparation_throws_the_container_away()
    {
        var channel = await system.ConnectAsync();
        var post = await system.ScheduleImageAsync(channel, seconds: 5, "Before the edit");
        await system.BecomesAsync(post.PublicationId, "Ready");

        (await system.Client.PatchAsync($"api/v1/posts/{post.Id}", new { text = "After the edit" })).Expect(HttpStatusCode.OK);

        await system.BecomesAsync(post.PublicationId, "Published");
        Assert.Equal("After the edit", Assert.Single(await channel.PostsAsync()).Caption);
        Assert.Equal(2, (await channel.CallsAsync("instagram.container.create")).Count);
    }

    [Fact]
    public async Task A_change_of_an_older_version_is_refused()
    {
        var channel = await system.ConnectAsync();
        var post = await system.ScheduleImageAsync(channel, seconds: 3600);
        var read = await system.Client.GetAsync($"api/v1/posts/{post.Id}");

        (await system.Client.PatchAsync($"api/v1/posts/{post.Id}", new { text = "Mine" }, read.ETag)).Expect(HttpStatusCode.OK);
        var late = await system.Client.PatchAsync($"api/v1/posts/{post.Id}", new { text = "Theirs" }, read.ETag);

        Assert.Equal(HttpStatusCode.PreconditionFailed, late.Status);
        Assert.Equal("Mine", (await system.Client.GetAsync($"api/v1/posts/{post.Id}"))["text"].GetString());
    }

    [Fact]
    public async Task The_same_request_with_the_same_key_is_one_post()
    {
        var channel = await system.ConnectAsync();
        var media = await system.MediaAsync(Testing.Processes.DemoFiles.SquareImage);
        var post = new Testing.Clients.NewPost([channel.Id], "Once", [media], AtlasSystem.In(2));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => system.Client.CreatePostAsync(post, "the-same-key")));

        var id = Assert.Single(answers.Where(answer => answer.IsSuccess).Select(answer => answer.Id).Distinct());
        await system.BecomesAsync(
            (await system.Client.GetAsync($"api/v1/posts/{id}"))["publications"][0].GetProperty("id").GetString()!,
            "Published"
        );
        Assert.Single(await channel.PostsAsync());
        var other = await system.Client.CreatePostAsync(post with { Text = "Something else" }, "the-same-key");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
    }
}
