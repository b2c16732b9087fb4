using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Tests.Instagram;
using Atlas.Platforms.Tests.Simulated;
using Atlas.Platforms.Threads;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Platforms.Tests.Threads;

public sealed class ThreadsSandbox : SimulatedNetwork
{
    protected override Platform Platform => Platform.Threads;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings(string root) =>
        new Dictionary<string, string?>
        {
            ["Platforms:Threads:GraphBaseUrl"] = $"{root}/graph.threads.net",
            ["Platforms:Threads:AuthorizeBaseUrl"] = $"{root}/threads.net",
            ["Platforms:Threads:PublishTimeout"] = "00:00:05",
        };

    protected override void Add(IServiceCollection services) => services.AddThreads();

    internal PublishWork Post(SimulatedAccount actor, string text, params string[] files)
    {
        MediaAsset[] media = [.. files.Select(InstagramSandbox.Demo)];
        return Work(Posts.Content(PostType.Post, media, text), media, actor);
    }

    /// <summary>The first post, then the children in the order of their plans, as the ledger does it.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> RunThreadAsync(PublishWork work)
    {
        var (answer, published) = await RunAsync(work);
        var root = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;
        Dictionary<string, string> made = [];
        foreach (var plan in Publisher.Children(work.Content))
        {
            Assert.True(plan.After is null || made.ContainsKey(plan.After));
            var (child, _) = await RunAsync(new ChildWork(published, root, plan.Name, Cursor: null, made));
            made[plan.Name] = Assert.IsType<StepAnswer.Done>(child).PlatformPostId;
        }

        made["root"] = root;
        return made;
    }
}
