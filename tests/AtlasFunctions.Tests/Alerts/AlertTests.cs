using System.Net;
using Atlas.Core;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;
using Atlas.Functions.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Tests.Alerts;

[Collection(AtlasCollection.Name)]
public sealed class AlertTests(RunningAtlas app)
{
    [Fact]
    public async Task Alerts_are_listed_newest_first_and_leave_the_open_ones_when_somebody_has_seen_them()
    {
        var workspace = await app.NewWorkspaceAsync();
        var first = await FailAsync(app, workspace, "one");
        var second = await FailAsync(app, workspace, "two");

        var list = (await workspace.Client.GetAsync("/api/v1/alerts")).Expect(HttpStatusCode.OK);
        var items = list["items"]!.AsArray();
        Assert.Equal([second, first], items.Select(alert => (string)alert!["publicationId"]!));
        Assert.All(items, alert => Assert.Equal("failed", (string?)alert!["kind"]));
        Assert.Equal("No. Mend it.", (string?)items[0]!["message"]);

        var path = $"/api/v1/alerts/{items[0]!["id"]}/acknowledge";
        var seen = (await workspace.Client.PostAsync(path)).Expect(HttpStatusCode.OK);
        var again = (await workspace.Client.PostAsync(path)).Expect(HttpStatusCode.OK);
        Assert.NotNull((string?)seen["acknowledgedAt"]);
        Assert.Equal((string?)seen["acknowledgedAt"], (string?)again["acknowledgedAt"]);
        var open = (await workspace.Client.GetAsync("/api/v1/alerts?open=true&limit=100"))["items"]!.AsArray();
        Assert.Equal([first], open.Select(alert => (string)alert!["publicationId"]!));

        var other = await app.NewWorkspaceAsync();
        (await other.Client.PostAsync(path)).Expect(HttpStatusCode.NotFound);
        Assert.Empty((await other.Client.GetAsync("/api/v1/alerts"))["items"]!.AsArray());
        (await workspace.Client.GetAsync("/api/v1/alerts?open=perhaps")).Expect(HttpStatusCode.BadRequest);
    }

    internal static async Task<string> FailAsync(RunningAtlas app, TestWorkspace workspace, string text)
    {
        var channel = await workspace.ConnectAsync();
        var post = await workspace.Client.PostAsync(
            "/api/v1/posts",
            new
            {
                channelIds = new[] { channel },
                text,
                dueAt = DateTimeOffset.UtcNow.AddDays(1),
            }
        );
        var id = (string)post.Expect(HttpStatusCode.Created)["publications"]![0]!["id"]!;
        var current = await app
            .Services.GetRequiredService<PublicationStore>()
            .ReadAsync(Id<Workspace>.Parse(workspace.Id), Id<Publication>.Parse(id), default);
        var failure = new PublicationFailure("rejected", "1", "No.", "Mend it.", null, DateTimeOffset.UtcNow);
        var failed = current!.Value with { State = PublicationState.Failed, Failure = failure };
        Assert.NotNull(await app.Services.GetRequiredService<PublicationLedger>().TryReplaceAsync(current, failed, default));
        return id;
    }
}
