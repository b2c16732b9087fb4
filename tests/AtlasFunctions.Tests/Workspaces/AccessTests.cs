using System.Net;
using Atlas.Core.Workspaces;
using Atlas.Functions.Tests.App;

namespace Atlas.Functions.Tests.Workspaces;

[Collection(AtlasCollection.Name)]
public sealed class AccessTests(RunningAtlas app)
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("atk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_wrong_key_is_refused(string? key)
    {
        var answer = await app.ClientFor(key).GetAsync("/api/v1/posts");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal(401, (int)answer["status"]!);
    }

    [Fact]
    public async Task The_set_up_key_makes_workspaces_and_does_nothing_else()
    {
        var setup = app.ClientFor(RunningAtlas.SetupKey);

        (await setup.GetAsync("/api/v1/posts")).Expect(HttpStatusCode.Forbidden);
        (await setup.GetAsync("/api/v1/api-keys")).Expect(HttpStatusCode.Forbidden);
        var workspace = await app.NewWorkspaceAsync();
        (await workspace.Client.PostAsync("/api/v1/workspaces", new { name = "X", timeZone = "Etc/UTC" })).Expect(
            HttpStatusCode.Forbidden
        );
        var wrong = await setup.PostAsync("/api/v1/workspaces", new { name = " ", timeZone = "Mars/Olympus" });
        Assert.Equal(["name", "timeZone"], wrong.Expect(HttpStatusCode.UnprocessableEntity).Fields);
    }

    [Fact]
    public async Task A_key_does_what_its_scopes_say_until_it_is_revoked()
    {
        var workspace = await app.NewWorkspaceAsync();
        var made = (
            await workspace.Client.PostAsync("/api/v1/api-keys", new { name = "Reader", scopes = new[] { Scopes.PostsRead } })
        ).Expect(HttpStatusCode.Created);
        var reader = app.ClientFor((string)made["secret"]!);

        (await reader.GetAsync("/api/v1/posts")).Expect(HttpStatusCode.OK);
        (await reader.PostAsync("/api/v1/posts", new { })).Expect(HttpStatusCode.Forbidden);
        (await reader.GetAsync("/api/v1/channels")).Expect(HttpStatusCode.Forbidden);
        (await workspace.Client.DeleteAsync($"/api/v1/api-keys/{made.Id}")).Expect(HttpStatusCode.NoContent);
        (await reader.GetAsync("/api/v1/posts")).Expect(HttpStatusCode.Unauthorized);
        (await workspace.Client.DeleteAsync($"/api/v1/api-keys/{made.Id}")).Expect(HttpStatusCode.NotFound);
        var keys = (await workspace.Client.GetAsync("/api/v1/api-keys"))["items"]!.AsArray();
        Assert.Null(Assert.Single(keys)!["secret"]);
    }

    [Fact]
    public async Task What_belongs_to_another_workspace_does_not_exist()
    {
        var (ours, theirs) = (await app.NewWorkspaceAsync(), await app.NewWorkspaceAsync());
        var channel = await ours.ConnectAsync();
        var media = await ours.UploadAsync();
        var post = await ours.ScheduleAsync(channel);
        var publication = (string)post["publications"]![0]!["id"]!;
        string[] paths =
        [
            $"posts/{post.Id}",
            $"posts/{post.Id}/timeline",
            $"publications/{publication}",
            $"channels/{channel}",
            $"channels/{channel}/health",
            $"media/{media}",
            $"workspaces/{ours.Id}",
        ];
        foreach (var path in paths)
        {
            (await ours.Client.GetAsync($"/api/v1/{path}")).Expect(HttpStatusCode.OK);
            (await theirs.Client.GetAsync($"/api/v1/{path}")).Expect(HttpStatusCode.NotFound);
        }

        var at = new { dueAt = DateTimeOffset.UtcNow.AddDays(1) };
        ApiAnswer[] changes =
        [
            await theirs.Client.PostAsync($"/api/v1/posts/{post.Id}/schedule", at),
            await theirs.Client.PostAsync($"/api/v1/posts/{post.Id}/cancel"),
            await theirs.Client.PostAsync($"/api/v1/posts/{post.Id}/validate"),
            await theirs.Client.PatchAsync($"/api/v1/posts/{post.Id}", new { text = "Theirs" }),
            await theirs.Client.DeleteAsync($"/api/v1/posts/{post.Id}"),
            await theirs.Client.PostAsync($"/api/v1/publications/{publication}/retry"),
            await theirs.Client.PostAsync($"/api/v1/publications/{publication}/resolve", new { outcome = "notPublished" }),
            await theirs.Client.PatchAsync($"/api/v1/media/{media}", new { altText = "Theirs" }),
            await theirs.Client.DeleteAsync($"/api/v1/media/{media}"),
            await theirs.Client.DeleteAsync($"/api/v1/channels/{channel}"),
            await theirs.Client.PatchAsync($"/api/v1/workspaces/{ours.Id}", new { name = "Theirs" }),
        ];
        Assert.All(changes, change => change.Expect(HttpStatusCode.NotFound));
        var theft = await theirs.Client.PostAsync(
            "/api/v1/posts",
            new { channelIds = new[] { channel }, media = new[] { new { mediaId = media } } }
        );
        Assert.Equal(["media[0].mediaId", "channelIds[0]"], theft.Expect(HttpStatusCode.UnprocessableEntity).Fields);
    }

    [Fact]
    public async Task A_workspace_can_be_renamed_by_who_has_read_it()
    {
        var workspace = await app.NewWorkspaceAsync("Old");
        var path = $"/api/v1/workspaces/{workspace.Id}";
        var read = await workspace.Client.GetAsync(path);

        (await workspace.Client.PatchAsync(path, new { name = "New" }, read.ETag)).Expect(HttpStatusCode.OK);

        (await workspace.Client.PatchAsync(path, new { name = "Newer" }, read.ETag)).Expect(HttpStatusCode.PreconditionFailed);
        Assert.Equal("New", (string?)(await workspace.Client.GetAsync("/api/v1/workspaces"))["items"]![0]!["name"]);
    }
}
