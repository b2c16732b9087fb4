using System.Net;
using Atlas.EndToEnd.Systems;

namespace Atlas.EndToEnd.Publishing;

public sealed class ChangeOfMindTests(AtlasSystem system) : IClassFixture<AtlasSystem>
{
    [Fact]
    public async Task A_post_moved_to_a_later_time_waits_for_it_even_if_it_was_prepared()
    {
        var channel = await system.ConnectAsync();
        var post = await system.PrepareImageAsync(channel);
        await system.MoveAsync(post, seconds: 5);

        var later = await system.MoveAsync(post, seconds: 7);

        await system.BecomesAsync(post.PublicationId, "Published");
        Assert.True(Assert.Single(await channel.PostsAsync()).At >= later);
    }

    [Fact]
    public async Task A_post_moved_to_an_earlier_time_goes_out_then()
    {
        var channel = await system.ConnectAsync();
        var post = await system.ScheduleImageAsync(channel, seconds: 3600);

        var sooner = await system.MoveAsync(post, seconds: 2);

        await system.BecomesAsync(post.PublicationId, "Published");
        var effect = Assert.Single(await channel.PostsAsync());
        Assert.InRange(effect.At, sooner, sooner.AddSeconds(10));
    }

    [Fact]
    public async Task A_cancelled_post_never_goes_live()
    {
        var channel = await system.ConnectAsync();
        var cancelled = await system.PrepareImageAsync(channel, "Cancelled");
        await system.MoveAsync(cancelled, seconds: 4);
        var next = await system.ScheduleImageAsync(channel, seconds: 6, "After it");

        await system.CancelAsync(cancelled);

        await system.BecomesAsync(next.PublicationId, "Published");
        Assert.Equal("After it", Assert.Single(await channel.PostsAsync()).Caption);
        Assert.Equal("Cancelled", (await system.Client.PublicationAsync(cancelled.PublicationId)).State);
    }

    [Fact]
    public async Task An_edit_after_preparation_throws_the_container_away()
    {
        var channel = await system.ConnectAsync();
        var post = await system.PrepareImageAsync(channel, "Before the edit");

        (await system.Client.PatchAsync($"api/v1/posts/{post.Id}", new { text = "After the edit" })).Expect(HttpStatusCode.OK);
        await system.BecomesAsync(post.PublicationId, "Ready");
        await system.MoveAsync(post, seconds: 1);

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
