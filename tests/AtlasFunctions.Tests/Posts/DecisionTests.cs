using System.Net;
using Atlas.Core;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;
using Atlas.Functions.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Tests.Posts;

/// <summary>What a person decides where the machine has stopped.</summary>
[Collection(AtlasCollection.Name)]
public sealed class DecisionTests(RunningAtlas app)
{
    private static readonly PublicationFailure s_failure = new(
        "rejected",
        "1",
        "No.",
        "Mend it.",
        null,
        DateTimeOffset.UnixEpoch
    );

    [Theory]
    [InlineData(PublicationState.Failed)]
    [InlineData(PublicationState.Missed)]
    public async Task What_has_failed_or_was_missed_is_tried_again_now(PublicationState state)
    {
        var (workspace, id) = await StoppedAsync(publication => publication with { State = state, Failure = s_failure });

        var answer = (await workspace.Client.PostAsync($"/api/v1/publications/{id}/retry")).Expect(HttpStatusCode.OK);

        Assert.Null(answer["failure"]);
        await Atlas.Testing.Eventually.BeAsync(async () => await StateAsync(workspace, id) == "Published");
        (await workspace.Client.PostAsync($"/api/v1/publications/{id}/retry")).Expect(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_person_who_found_the_post_live_settles_it_once()
    {
        var (workspace, id) = await UndecidedAsync();
        var path = $"/api/v1/publications/{id}";
        (await workspace.Client.PostAsync($"{path}/resolve", new { })).Expect(HttpStatusCode.UnprocessableEntity);
        (await workspace.Client.PostAsync($"{path}/resolve", new { outcome = "published" })).Expect(
            HttpStatusCode.UnprocessableEntity
        );

        var live = await workspace.Client.PostAsync($"{path}/resolve", new { outcome = "published", platformPostId = "p-1" });

        Assert.Equal(("Published", "p-1"), ((string?)live.Expect(HttpStatusCode.OK)["state"], (string?)live["platformPostId"]));
        (await workspace.Client.PostAsync($"{path}/resolve", new { outcome = "notPublished" })).Expect(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task One_live_post_settles_one_publication()
    {
        var workspace = await app.NewWorkspaceAsync();
        var channel = await workspace.ConnectAsync();
        var body = new { outcome = "published", platformPostId = "the-same" };
        var (_, first) = await UndecidedAsync(workspace, channel);
        var (_, second) = await UndecidedAsync(workspace, channel);
        (await workspace.Client.PostAsync($"/api/v1/publications/{first}/resolve", body)).Expect(HttpStatusCode.OK);

        var answer = await workspace.Client.PostAsync($"/api/v1/publications/{second}/resolve", body);

        Assert.Equal("urn:atlas:problem:post-owned", (string?)answer.Expect(HttpStatusCode.Conflict)["type"]);
        Assert.Equal("Unknown", await StateAsync(workspace, second));
    }

    [Fact]
    public async Task A_person_who_saw_that_nothing_is_live_may_try_again_or_not()
    {
        var (workspace, id) = await UndecidedAsync();
        var path = $"/api/v1/publications/{id}";
        var read = await workspace.Client.GetAsync(path);
        (await workspace.Client.PostAsync($"{path}/retry")).Expect(HttpStatusCode.Conflict);

        var answer = await workspace.Client.PostAsync($"{path}/resolve", new { outcome = "notPublished" }, ifMatch: read.ETag);

        Assert.Equal("Failed", (string?)answer.Expect(HttpStatusCode.OK)["state"]);
        Assert.NotNull(answer["failure"]!["nextStep"]);
        (await workspace.Client.PostAsync($"{path}/retry", ifMatch: read.ETag)).Expect(HttpStatusCode.PreconditionFailed);
        (await workspace.Client.PostAsync($"{path}/retry", ifMatch: answer.ETag)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_post_whose_answer_is_awaited_is_neither_changed_nor_moved_nor_cancelled()
    {
        var (workspace, id) = await UndecidedAsync();
        var post = (string?)(await workspace.Client.GetAsync($"/api/v1/publications/{id}"))["postId"];
        ApiAnswer[] answers =
        [
            await workspace.Client.PatchAsync($"/api/v1/posts/{post}", new { text = "Another" }),
            await workspace.Client.PostAsync($"/api/v1/posts/{post}/schedule", new { publishNow = true }),
            await workspace.Client.PostAsync($"/api/v1/posts/{post}/cancel"),
            await workspace.Client.DeleteAsync($"/api/v1/posts/{post}"),
        ];

        Assert.All(answers, answer => answer.Expect(HttpStatusCode.Conflict));
        Assert.Equal("Unknown", await StateAsync(workspace, id));
    }

    private static async Task<string?> StateAsync(TestWorkspace workspace, string id) =>
        (string?)(await workspace.Client.GetAsync($"/api/v1/publications/{id}"))["state"];

    private async Task<(TestWorkspace Workspace, string Id)> UndecidedAsync()
    {
        var workspace = await app.NewWorkspaceAsync();
        return await UndecidedAsync(workspace, await workspace.ConnectAsync());
    }

    private Task<(TestWorkspace Workspace, string Id)> UndecidedAsync(TestWorkspace workspace, string channel) =>
        StoppedAsync(
            publication =>
                publication with
                {
                    State = PublicationState.Unknown,
                    Waiting = new Waiting(WaitReason.Decision, "A person decides.", Until: null),
                    Intent = new Intent("publish", 1, "x", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow),
                },
            workspace,
            channel
        );

    private async Task<(TestWorkspace Workspace, string Id)> StoppedAsync(Func<Publication, Publication> change)
    {
        var workspace = await app.NewWorkspaceAsync();
        return await StoppedAsync(change, workspace, await workspace.ConnectAsync());
    }

    private async Task<(TestWorkspace Workspace, string Id)> StoppedAsync(
        Func<Publication, Publication> change,
        TestWorkspace workspace,
        string channel
    )
    {
        var id = (string)(await workspace.ScheduleAsync(channel))["publications"]![0]!["id"]!;
        var ledger = app.Services.GetRequiredService<PublicationLedger>();
        var current = await ledger.ReadAsync(Id<Workspace>.Parse(workspace.Id), Id<Publication>.Parse(id), default);
        Assert.NotNull(await ledger.TryReplaceAsync(current!, change(current!.Value), default));
        return (workspace, id);
    }
}
