using Atlas.EndToEnd.Systems;
using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Failures;

/// <summary>Whatever becomes of the answers of the network, a follower sees the post once.</summary>
public sealed class LostAnswerTests(AtlasSystem system) : IClassFixture<AtlasSystem>
{
    [Theory]
    [InlineData(FaultKind.Cut, FaultPhase.After)]
    [InlineData(FaultKind.ServerError, FaultPhase.After)]
    [InlineData(FaultKind.MalformedBody, FaultPhase.After)]
    [InlineData(FaultKind.Hang, FaultPhase.After)]
    public async Task A_publish_call_whose_answer_is_lost_is_not_made_again(FaultKind kind, FaultPhase phase)
    {
        var channel = await system.ConnectAsync();
        await system.Sandbox.Client.AddFaultsAsync(
            new Fault(kind, "instagram.publish")
            {
                Phase = phase,
                AccountId = channel.Account.AccountId,
                Times = 1,
            }
        );

        var post = await system.ScheduleImageAsync(channel, seconds: 2, firstComment: "And its comment");

        var publication = await system.BecomesAsync(post.PublicationId, "Published");
        var effect = Assert.Single(await channel.PostsAsync());
        Assert.Equal(effect.MediaId, publication.PlatformPostId);
        Assert.Single(await channel.CallsAsync("instagram.publish"));
        Assert.Contains("unknown", await system.TimelineAsync(post));
    }

    [Theory]
    [InlineData(FaultKind.Cut)]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.Hang)]
    public async Task A_publish_call_that_had_no_effect_is_made_again_once_that_is_proven(FaultKind kind)
    {
        var channel = await system.ConnectAsync();
        await system.Sandbox.Client.AddFaultsAsync(
            new Fault(kind, "instagram.publish") { AccountId = channel.Account.AccountId, Times = 1 }
        );

        var post = await system.ScheduleImageAsync(channel, seconds: 2);

        await system.BecomesAsync(post.PublicationId, "Published", TimeSpan.FromSeconds(60));
        Assert.Single(await channel.PostsAsync());
        Assert.Equal(2, (await channel.CallsAsync("instagram.publish")).Count);
    }

    [Theory]
    [InlineData(FaultKind.Cut, FaultPhase.After)]
    [InlineData(FaultKind.ServerError, FaultPhase.Before)]
    [InlineData(FaultKind.MalformedBody, FaultPhase.After)]
    public async Task Trouble_while_preparing_costs_nothing_but_another_container(FaultKind kind, FaultPhase phase)
    {
        var channel = await system.ConnectAsync();
        await system.Sandbox.Client.AddFaultsAsync(
            new Fault(kind, "instagram.container.create")
            {
                Phase = phase,
                AccountId = channel.Account.AccountId,
                Times = 2,
            }
        );

        var post = await system.ScheduleImageAsync(channel, seconds: 4);

        await system.BecomesAsync(post.PublicationId, "Published");
        Assert.Single(await channel.PostsAsync());
    }

    [Fact]
    public async Task A_comment_that_fails_leaves_the_post_published()
    {
        var channel = await system.ConnectAsync();
        await system.Sandbox.Client.AddFaultsAsync(
            new Fault(FaultKind.GraphError, "instagram.comment.create")
            {
                AccountId = channel.Account.AccountId,
                Code = 100,
                HttpStatus = 400,
            }
        );

        var post = await system.ScheduleImageAsync(channel, seconds: 2, firstComment: "Refused");

        await system.BecomesAsync(post.PublicationId, "Published");
        await Testing.Eventually.BeAsync(async () =>
        {
            var timeline = await system.Client.GetAsync($"api/v1/posts/{post.Id}/timeline");
            return timeline["steps"].EnumerateArray().Any(step => step.GetProperty("state").GetString() is "failed" or "Failed");
        });
        Assert.Equal("Published", (await system.Client.PublicationAsync(post.PublicationId)).State);
        Assert.Single(await channel.EffectsAsync());
    }

    [Fact]
    public async Task A_storm_of_faults_neither_loses_nor_doubles_a_post()
    {
        var channels = new List<TestChannel>();
        for (var i = 0; i < 5; i++)
        {
            channels.Add(await system.ConnectAsync(i % 2 == 0 ? "facebook" : "instagram"));
        }

        foreach (var channel in channels)
        {
            string? account = channel.Account.AccountId;
            await system.Sandbox.Client.AddFaultsAsync(
                new Fault(FaultKind.Cut, "instagram.publish")
                {
                    Phase = FaultPhase.After,
                    Probability = 0.2,
                    AccountId = account,
                },
                new Fault(FaultKind.ServerError, "instagram.publish")
                {
                    Phase = FaultPhase.After,
                    Probability = 0.1,
                    AccountId = account,
                },
                new Fault(FaultKind.Cut, "instagram.publish") { Probability = 0.1, AccountId = account },
                new Fault(FaultKind.ServerError, "instagram.container.*") { Probability = 0.1, AccountId = account },
                new Fault(FaultKind.Cut, "instagram.media.*")
                {
                    Phase = FaultPhase.After,
                    Probability = 0.1,
                    AccountId = account,
                }
            );
        }

        var posts = new List<(TestChannel Channel, ScheduledPost Post)>();
        for (var i = 0; i < 60; i++)
        {
            var channel = channels[i % channels.Count];
            posts.Add((channel, await system.ScheduleImageAsync(channel, seconds: 4, $"Storm {i}")));
        }

        foreach (var (_, post) in posts)
        {
            await system.BecomesAsync(post.PublicationId, "Published", TimeSpan.FromSeconds(90));
        }

        foreach (var channel in channels)
        {
            var captions = (await channel.PostsAsync()).Select(effect => effect.Caption).ToList();
            Assert.Equal(12, captions.Count);
            Assert.Equal(12, captions.Distinct().Count());
        }
    }
}
