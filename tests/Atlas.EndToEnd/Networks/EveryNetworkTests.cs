using System.Net;
using System.Text.Json;
using Atlas.Testing;

namespace Atlas.EndToEnd.Networks;

/// <summary>
/// Each network is connected through its consent page; each type of post goes live there once, and is then changed and deleted
/// as far as the network lets apps do that.
/// </summary>
public sealed class EveryNetworkTests(EveryNetwork system) : IClassFixture<EveryNetwork>
{
    public static TheoryData<string> Networks => Network.Names;

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Every_type_of_post_is_live_once_at_its_time(string network)
    {
        var posts = await system.On(network).Published;

        var effects = await system.On(network).EffectsAsync();
        foreach (var post in posts)
        {
            Assert.Equal(
                (post.Post.ToString(), post.Post.Format),
                (post.Post.ToString(), post.Ability.GetProperty("format").GetString())
            );
            var live = Assert.Single(post.Of(effects), effect => effect.IsPost);
            Assert.Equal((post.Post.ToString(), post.Post.Kind), (post.Post.ToString(), live.Kind));
            Assert.True(live.At >= post.DueAt, $"{post.Post}: live {post.DueAt - live.At} before its time");
        }

        var born = effects.Count(effect => effect.Kind is not ("edit" or "delete"));
        Assert.Equal(posts.Sum(post => 1 + post.Post.Followers), born);
        Assert.Equal(0, (await system.Sandbox.Client.EffectsAsync(account: effects[0].AccountId)).Summary.Doubled);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task What_a_network_lets_change_is_changed_there_and_the_rest_is_refused_before_it_is_tried(string network)
    {
        var posts = await system.On(network).Changed;

        var effects = await system.On(network).EffectsAsync();
        foreach (var post in posts)
        {
            // To take a message out of an album is an edit too.
            var edits = post.Of(effects).Where(effect => effect.Kind == "edit" && effect.Caption == post.NewText).ToList();
            if (post.Ability.GetProperty("edit").GetString() is { } fields)
            {
                Assert.Contains("text", fields.Split(", "));
                post.Change!.Expect(HttpStatusCode.Accepted);
                Assert.Single(edits);
                if (post.Post.NewOptions is { } options)
                {
                    Assert.Equal(
                        JsonSerializer.Serialize(options),
                        JsonSerializer.Serialize(post.Changed.GetProperty("content").GetProperty("options"))
                    );
                }
            }
            else
            {
                post.Change!.Expect(HttpStatusCode.UnprocessableEntity);
                Assert.Equal("live.unchangeable", post.Change!["errors"][0].GetProperty("rule").GetString());
                Assert.NotEqual("", post.Change["detail"].GetString());
                Assert.Empty(edits);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task What_a_network_lets_delete_is_gone_there_and_the_rest_is_refused(string network)
    {
        var posts = await system.On(network).Deleted;

        var effects = await system.On(network).EffectsAsync();
        foreach (var post in posts)
        {
            var deletions = post.Of(effects).Count(effect => effect.Kind == "delete");
            if (!post.Ability.GetProperty("delete").GetBoolean())
            {
                post.Deletion!.Expect(HttpStatusCode.Conflict);
                Assert.NotEqual("", post.Deletion!["detail"].GetString());
                Assert.Equal(0, deletions);
            }
            else
            {
                post.Deletion!.Expect(HttpStatusCode.Accepted);
                Assert.Equal(Network.Named(network).RefusesDeletion ? 0 : 1, deletions);
            }
        }

        var parts = posts.Where(post => post.Ability.GetProperty("delete").GetBoolean()).Sum(post => post.Post.Thread.Length);
        var gone = effects.Count(effect => effect.Kind == "delete");
        var own = posts.Count(post => post.Of(effects).Any(effect => effect.Kind == "delete"));
        Assert.Equal(own + parts, gone);
    }
}
