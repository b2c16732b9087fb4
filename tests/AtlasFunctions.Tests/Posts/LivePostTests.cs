using System.Net;
using Atlas.Functions.Tests.App;
using Atlas.Testing;

namespace Atlas.Functions.Tests.Posts;

/// <summary>What people do to posts that are live.</summary>
[Collection(AtlasCollection.Name)]
public sealed class LivePostTests(RunningAtlas app)
{
    [Fact]
    public async Task A_live_post_is_changed_at_its_network_and_then_in_the_ledger()
    {
        var (workspace, path) = await LiveAsync("As it was");
        var text = $"As it is {Guid.NewGuid()}";

        var answer = await workspace.Client.PostAsync($"{path}/edit", new { text });

        Assert.Equal("text", (string?)answer.Expect(HttpStatusCode.Accepted)["live"]!["edit"]);
        await Eventually.BeAsync(async () => (string?)(await workspace.Client.GetAsync(path))["content"]!["text"] == text);
        Assert.Single(app.Network.Edited, text);
        Assert.Equal("Published", (string?)(await workspace.Client.GetAsync(path))["state"]);
    }

    [Fact]
    public async Task What_the_network_cannot_change_is_said_before_anything_is_tried()
    {
        var (workspace, path) = await LiveAsync("As it was");

        var title = await workspace.Client.PostAsync($"{path}/edit", new { title = "A headline" });
        var tooLong = await workspace.Client.PostAsync(
            $"{path}/edit",
            new { text = new string('x', PretendedNetwork.MaxText + 1) }
        );

        var options = await workspace.Client.PostAsync(
            $"{path}/edit",
            new { text = "As it is", options = new { mood = "calm" } }
        );

        Assert.Equal("options.mood", (string?)options.Expect(HttpStatusCode.UnprocessableEntity)["errors"]![0]!["field"]);
        Assert.Equal("live.unchangeable", (string?)title.Expect(HttpStatusCode.UnprocessableEntity)["errors"]![0]!["rule"]);
        Assert.Equal("title", (string?)title["errors"]![0]!["field"]);
        Assert.Equal("pretended.text.length", (string?)tooLong.Expect(HttpStatusCode.UnprocessableEntity)["errors"]![0]!["rule"]);
    }

    [Fact]
    public async Task A_live_post_is_deleted_even_if_the_answer_is_lost_once()
    {
        var (workspace, path) = await LiveAsync("Soon gone");
        var id = (string)(await workspace.Client.GetAsync(path))["platformPostId"]!;
        app.Network.LostDeletes = 1;

        (await workspace.Client.DeleteAsync(path)).Expect(HttpStatusCode.Accepted);

        await Eventually.BeAsync(async () => (string?)(await workspace.Client.GetAsync(path))["state"] == "Removed");
        Assert.Equal([id, id], app.Network.Deleted.Where(deleted => deleted == id));
        (await workspace.Client.DeleteAsync(path)).Expect(HttpStatusCode.Conflict);
        (await workspace.Client.PostAsync($"{path}/edit", new { text = "Too late" })).Expect(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task What_is_not_live_is_neither_changed_nor_deleted_at_the_network()
    {
        var workspace = await app.NewWorkspaceAsync();
        var id = (string)(await workspace.ScheduleAsync(await workspace.ConnectAsync()))["publications"]![0]!["id"]!;

        (await workspace.Client.DeleteAsync($"/api/v1/publications/{id}")).Expect(HttpStatusCode.Conflict);
        (await workspace.Client.PostAsync($"/api/v1/publications/{id}/edit", new { text = "No" })).Expect(
            HttpStatusCode.Conflict
        );
    }

    private async Task<(TestWorkspace Workspace, string Path)> LiveAsync(string text)
    {
        var workspace = await app.NewWorkspaceAsync();
        var post = await workspace.ScheduleAsync(await workspace.ConnectAsync(), text, minutes: 0.001);
        var path = $"/api/v1/publications/{(string)post["publications"]![0]!["id"]!}";
        await Eventually.BeAsync(async () => (string?)(await workspace.Client.GetAsync(path))["state"] == "Published");
        return (workspace, path);
    }
}
