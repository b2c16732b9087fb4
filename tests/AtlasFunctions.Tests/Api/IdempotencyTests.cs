using System.Net;
using Atlas.Functions.Tests.App;

namespace Atlas.Functions.Tests.Api;

[Collection(AtlasCollection.Name)]
public sealed class IdempotencyTests(RunningAtlas app)
{
    [Fact]
    public async Task Concurrent_requests_with_one_key_have_one_effect_and_one_answer()
    {
        var workspace = await app.NewWorkspaceAsync();
        var body = new
        {
            channelIds = new[] { await workspace.ConnectAsync() },
            text = "Once",
            dueAt = DateTimeOffset.UtcNow.AddDays(2),
        };

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => workspace.Client.PostAsync("/api/v1/posts", body, "one-key"))
        );

        var first = answers[0].Expect(HttpStatusCode.Created);
        Assert.All(
            answers,
            answer =>
                Assert.Equal(
                    (first.Status, first.Text, first.ETag, first.Location),
                    (answer.Status, answer.Text, answer.ETag, answer.Location)
                )
        );
        Assert.Single((await workspace.Client.GetAsync("/api/v1/posts"))["items"]!.AsArray());
        (await workspace.Client.PostAsync("/api/v1/posts", new { body.channelIds, text = "Other" }, "one-key")).Expect(
            HttpStatusCode.UnprocessableEntity
        );
        (await workspace.Client.PostAsync($"/api/v1/posts/{first.Id}/cancel", key: "one-key")).Expect(
            HttpStatusCode.UnprocessableEntity
        );
        (await workspace.Client.PostAsync("/api/v1/posts", body, new string('k', 256))).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Another_workspace_can_use_the_same_key()
    {
        var (one, other) = (await app.NewWorkspaceAsync(), await app.NewWorkspaceAsync());
        foreach (var workspace in (TestWorkspace[])[one, other])
        {
            var body = new { channelIds = new[] { await workspace.ConnectAsync() } };
            (await workspace.Client.PostAsync("/api/v1/posts", body, "shared")).Expect(HttpStatusCode.Created);
        }
    }

    [Fact]
    public async Task A_repeated_cancel_gives_the_first_answer_although_it_would_be_refused_now()
    {
        var workspace = await app.NewWorkspaceAsync();
        var post = await workspace.ScheduleAsync(await workspace.ConnectAsync());

        var first = await workspace.Client.PostAsync($"/api/v1/posts/{post.Id}/cancel", key: "cancel");
        var again = await workspace.Client.PostAsync($"/api/v1/posts/{post.Id}/cancel", key: "cancel");

        Assert.Equal((HttpStatusCode.OK, first.Text), (again.Status, again.Text));
        (await workspace.Client.PostAsync($"/api/v1/posts/{post.Id}/cancel")).Expect(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_secret_is_shown_again_to_who_asked_for_it_and_to_nobody_else()
    {
        var workspace = await app.NewWorkspaceAsync();
        var body = new { name = "Second", scopes = new[] { "admin" } };
        var first = (await workspace.Client.PostAsync("/api/v1/api-keys", body, "make-key")).Expect(HttpStatusCode.Created);

        var again = await workspace.Client.PostAsync("/api/v1/api-keys", body, "make-key");
        var other = await app.ClientFor((string)first["secret"]!).PostAsync("/api/v1/api-keys", body, "make-key");

        Assert.Equal(first.Text, again.Text);
        other.Expect(HttpStatusCode.UnprocessableEntity);
        var setup = app.ClientFor(RunningAtlas.SetupKey);
        var workspaceBody = new { name = "Twice", timeZone = "Etc/UTC" };
        var key = Guid.NewGuid().ToString();
        var made = await setup.PostAsync("/api/v1/workspaces", workspaceBody, key);
        Assert.Equal(made.Text, (await setup.PostAsync("/api/v1/workspaces", workspaceBody, key)).Text);
    }

    [Fact]
    public async Task An_upload_that_is_sent_again_is_one_file()
    {
        var workspace = await app.NewWorkspaceAsync();
        var picture = Pictures.Png(20, 10);

        var first = (await workspace.Client.UploadAsync("a.png", "image/png", picture, "upload")).Expect(HttpStatusCode.Created);
        var again = await workspace.Client.UploadAsync("a.png", "image/png", picture, "upload");
        var other = await workspace.Client.UploadAsync("a.png", "image/png", Pictures.Png(21, 10), "upload");

        Assert.Equal(first.Text, again.Text);
        other.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Single((await workspace.Client.GetAsync("/api/v1/media"))["items"]!.AsArray());
    }
}
