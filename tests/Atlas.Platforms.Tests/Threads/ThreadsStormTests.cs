using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Tests.Simulated;

namespace Atlas.Platforms.Tests.Threads;

public sealed class ThreadsStormTests(ThreadsSandbox sandbox) : IClassFixture<ThreadsSandbox>
{
    [Theory]
    [InlineData("A text")]
    [InlineData("Another text")]
    [InlineData("A third text")]
    [InlineData("A carousel", "three-inks-square.jpg", "fjord-landscape.jpg")]
    [InlineData("A video", "dough-reel.mp4")]
    [InlineData("A picture", "three-inks-square.jpg")]
    public async Task Whatever_breaks_off_a_thread_is_live_once_and_in_its_order(string text, params string[] files)
    {
        var actor = await sandbox.ConnectAsync();
        await FaultStorm.BeginAsync(sandbox, actor, "threads");
        var notBefore = DateTimeOffset.UtcNow;
        var work = sandbox.Post(actor, text, files);
        work = work with
        {
            Content = work.Content with { Thread = [new ThreadPart(text), new ThreadPart("The end")], FirstComment = text },
        };

        var root = await FaultStorm.PublishAsync(sandbox.Publisher, work, notBefore);
        Dictionary<string, string> made = [];
        foreach (var plan in sandbox.Publisher.Children(work.Content))
        {
            var child = new ChildWork(work, root, plan.Name, Cursor: null, made);
            made[plan.Name] = await FaultStorm.PublishAsync(sandbox.Publisher, child, DateTimeOffset.UtcNow);
        }

        Assert.Equal(
            [(root, null), (made["part02"], root), (made["part03"], made["part02"]), (made["firstComment"], root)],
            (await sandbox.EffectsAsync(actor.Channel)).Select(effect =>
                (
                    effect.GetProperty("mediaId").GetString()!,
                    effect.TryGetProperty("parentId", out var parent) ? parent.GetString() : null
                )
            )
        );
    }
}
