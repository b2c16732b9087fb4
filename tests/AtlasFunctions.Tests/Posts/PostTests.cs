using System.Net;
using System.Text.Json.Nodes;
using Atlas.Functions.Tests.App;

namespace Atlas.Functions.Tests.Posts;

[Collection(AtlasCollection.Name)]
public sealed class PostTests(RunningAtlas app)
{
    [Fact]
    public async Task A_post_is_scheduled_on_each_of_its_channels_with_what_differs_there()
    {
        var workspace = await app.NewWorkspaceAsync();
        var (first, second) = (await workspace.ConnectAsync(), await workspace.ConnectAsync());

        var post = (
            await workspace.Client.PostAsync(
                "/api/v1/posts",
                new
                {
                    channelIds = new[] { first, second },
                    text = "For all",
                    variants = new[] { new { channelId = second, text = "For the second" } },
                    schedule = new { localTime = "2027-03-28T02:30" },
                }
            )
        ).Expect(HttpStatusCode.Created);

        Assert.Equal($"/api/v1/posts/{post.Id}", post.Location);
        var texts = new List<string>();
        foreach (var link in post["publications"]!.AsArray())
        {
            var publication = await workspace.Client.GetAsync($"/api/v1/publications/{link!["id"]}");
            Assert.Equal("Scheduled", (string?)publication["state"]);
            Assert.Equal("2027-03-28T01:30:00+00:00", (string?)publication["dueAt"]); // 02:30 is skipped that night: 03:30
            texts.Add((string)publication["content"]!["text"]!);
        }

        Assert.Equal(["For all", "For the second"], texts);
    }

    [Fact]
    public async Task A_post_that_is_due_now_goes_live_and_its_timeline_says_how()
    {
        var workspace = await app.NewWorkspaceAsync();
        var channel = await workspace.ConnectAsync();
        var text = $"Now {Guid.NewGuid()}";
        var post = (
            await workspace.Client.PostAsync(
                "/api/v1/posts",
                new
                {
                    channelIds = new[] { channel },
                    text,
                    publishNow = true,
                }
            )
        ).Expect(HttpStatusCode.Created);
        var id = (string)post["publications"]![0]!["id"]!;

        var live = await Atlas.Testing.Eventually.GetAsync(
            async () =>
            {
                var publication = await workspace.Client.GetAsync($"/api/v1/publications/{id}");
                return (string?)publication["state"] == "Published" ? publication : null;
            },
            TimeSpan.FromSeconds(30),
            "it is live"
        );

        Assert.NotNull(live["platformPostId"]);
        Assert.Single(app.Network.Published, published => published == text);
        var timeline = await workspace.Client.GetAsync($"/api/v1/posts/{post.Id}/timeline");
        var events = timeline["entries"]!.AsArray().Select(entry => (string)entry!["event"]!).ToList();
        Assert.Equal("created", events[0]);
        Assert.Equal("published", events[^1]);
        var done = await workspace.Client.GetAsync($"/api/v1/publications?state=published&channelId={channel}");
        Assert.Equal(id, (string?)Assert.Single(done["items"]!.AsArray())!["id"]);
        (await workspace.Client.DeleteAsync($"/api/v1/posts/{post.Id}")).Expect(HttpStatusCode.Conflict);
        (await workspace.Client.PostAsync($"/api/v1/posts/{post.Id}/cancel")).Expect(HttpStatusCode.Conflict);
        (await workspace.Client.PatchAsync($"/api/v1/posts/{post.Id}", new { text = "Too late" })).Expect(
            HttpStatusCode.Conflict
        );
        (await workspace.Client.PostAsync($"/api/v1/publications/{id}/retry")).Expect(HttpStatusCode.Conflict);
        (await workspace.Client.PostAsync($"/api/v1/publications/{id}/resolve", new { outcome = "notPublished" })).Expect(
            HttpStatusCode.Conflict
        );
    }

    [Fact]
    public async Task What_a_network_would_refuse_is_a_finding_on_a_draft_and_a_refusal_with_a_time()
    {
        var workspace = await app.NewWorkspaceAsync();
        var (first, second) = (await workspace.ConnectAsync(), await workspace.ConnectAsync());
        var tooLong = new string('x', PretendedNetwork.MaxText + 1);
        object Body(DateTimeOffset? dueAt) =>
            new
            {
                channelIds = new[] { first, second },
                text = tooLong,
                variants = new[] { new { channelId = first, text = tooLong } },
                dueAt,
            };

        var draft = (await workspace.Client.PostAsync("/api/v1/posts", Body(null))).Expect(HttpStatusCode.Created);
        var refused = (await workspace.Client.PostAsync("/api/v1/posts", Body(DateTimeOffset.UtcNow.AddDays(1)))).Expect(
            HttpStatusCode.UnprocessableEntity
        );
        var checkedOnly = (await workspace.Client.PostAsync("/api/v1/posts/validate", Body(null))).Expect(HttpStatusCode.OK);

        Assert.Equal(2, draft["findings"]!.AsArray().Count);
        Assert.Equal(["variants[0].text", "text"], refused.Fields);
        Assert.Equal([first, second], refused["errors"]!.AsArray().Select(error => (string)error!["channelId"]!));
        Assert.False((bool)checkedOnly["valid"]!);
        Assert.Single((await workspace.Client.GetAsync("/api/v1/posts"))["items"]!.AsArray());
        var later = new { dueAt = DateTimeOffset.UtcNow.AddDays(1) };
        (await workspace.Client.PostAsync($"/api/v1/posts/{draft.Id}/schedule", later)).Expect(
            HttpStatusCode.UnprocessableEntity
        );
        (
            await workspace.Client.PatchAsync(
                $"/api/v1/posts/{draft.Id}",
                new { text = "Short", variants = Array.Empty<object>() }
            )
        ).Expect(HttpStatusCode.OK);
        var valid = await workspace.Client.PostAsync($"/api/v1/posts/{draft.Id}/validate");
        Assert.True((bool)valid["valid"]!);
        (await workspace.Client.PostAsync($"/api/v1/posts/{draft.Id}/schedule", later)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_edit_of_a_scheduled_post_keeps_its_time_and_supersedes_what_carried_it()
    {
        var workspace = await app.NewWorkspaceAsync();
        var channel = await workspace.ConnectAsync();
        var post = await workspace.ScheduleAsync(channel, "Before");
        var due = (string?)post["schedule"]!["dueAt"];

        var edited = (
            await workspace.Client.PatchAsync($"/api/v1/posts/{post.Id}", new { text = "After", firstComment = "Hi" }, post.ETag)
        ).Expect(HttpStatusCode.OK);

        Assert.NotEqual(post.ETag, edited.ETag);
        var publication = await workspace.Client.GetAsync($"/api/v1/publications/{edited["publications"]![0]!["id"]}");
        Assert.Equal(("Scheduled", due), ((string?)publication["state"], (string?)publication["dueAt"]));
        Assert.Equal("After", (string?)publication["content"]!["text"]);
        (await workspace.Client.PatchAsync($"/api/v1/posts/{post.Id}", new { text = "Late" }, post.ETag)).Expect(
            HttpStatusCode.PreconditionFailed
        );
        var cleared = await workspace.Client.PatchAsync($"/api/v1/posts/{post.Id}", new { firstComment = "" });
        Assert.Null(cleared["firstComment"]);
    }

    [Fact]
    public async Task A_cancelled_post_can_be_scheduled_again_or_deleted()
    {
        var workspace = await app.NewWorkspaceAsync();
        var post = await workspace.ScheduleAsync(await workspace.ConnectAsync());
        (await workspace.Client.DeleteAsync($"/api/v1/posts/{post.Id}")).Expect(HttpStatusCode.Conflict);

        var cancelled = (await workspace.Client.PostAsync($"/api/v1/posts/{post.Id}/cancel")).Expect(HttpStatusCode.OK);
        Assert.Equal("Cancelled", (string?)cancelled["publications"]![0]!["state"]);
        var again = await workspace.Client.PostAsync(
            $"/api/v1/posts/{post.Id}/schedule",
            new { schedule = new { localTime = "2027-01-02T09:00:00", timeZone = "Asia/Tokyo" } }
        );
        Assert.Equal("2027-01-02T00:00:00+00:00", (string?)again["publications"]![0]!["dueAt"]);
        await workspace.Client.PostAsync($"/api/v1/posts/{post.Id}/cancel");

        (await workspace.Client.DeleteAsync($"/api/v1/posts/{post.Id}")).Expect(HttpStatusCode.NoContent);

        (await workspace.Client.GetAsync($"/api/v1/posts/{post.Id}")).Expect(HttpStatusCode.NotFound);
        Assert.Empty((await workspace.Client.GetAsync("/api/v1/publications"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Every_field_that_cannot_be_taken_is_named()
    {
        var workspace = await app.NewWorkspaceAsync();
        var channel = await workspace.ConnectAsync();

        var shape = await workspace.Client.PostAsync(
            "/api/v1/posts",
            new
            {
                channelIds = "no list",
                text = 5,
                media = new[] { new { mediaId = "no id", colour = 1 } },
                dueAt = "tomorrow",
                type = "carousel",
            }
        );
        var rules = await workspace.Client.PostAsync(
            "/api/v1/posts",
            new
            {
                channelIds = new[] { channel, channel },
                options = new[] { 1 },
                dueAt = DateTimeOffset.UtcNow.AddHours(-1),
                latePolicy = new { action = "skip", afterMinutes = -1 },
            }
        );

        Assert.Equal(HttpStatusCode.BadRequest, shape.Status);
        Assert.Equal(["channelIds", "text", "media[0].mediaId", "media[0].colour", "dueAt", "type"], shape.Fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, rules.Status);
        Assert.Equal(["channelIds[1]", "options", "dueAt", "latePolicy.afterMinutes"], rules.Fields);
        var unknown = await workspace.Client.PostAsync(
            "/api/v1/posts",
            new { channelIds = new[] { new string('0', 32) }, media = new[] { new { mediaId = new string('1', 32) } } }
        );
        Assert.Equal(["media[0].mediaId", "channelIds[0]"], unknown.Fields);
    }

    [Fact]
    public async Task Lists_are_walked_to_their_end_by_cursor()
    {
        var workspace = await app.NewWorkspaceAsync();
        var channel = await workspace.ConnectAsync();
        var made = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            made.Add((await workspace.ScheduleAsync(channel, $"Number {i}", minutes: 700 - i)).Id);
        }

        Assert.Equal(made, await WalkAsync("/api/v1/posts?limit=3", item => (string)item["id"]!));
        Assert.Equal(
            made.AsEnumerable().Reverse(),
            await WalkAsync("/api/v1/publications?limit=2", item => (string)item["postId"]!)
        );
        (await workspace.Client.GetAsync("/api/v1/posts?limit=0")).Expect(HttpStatusCode.BadRequest);
        (await workspace.Client.GetAsync("/api/v1/posts?cursor=nonsense!")).Expect(HttpStatusCode.BadRequest);
        (await workspace.Client.GetAsync("/api/v1/publications?state=Lost&from=noon")).Expect(HttpStatusCode.BadRequest);

        async Task<List<string>> WalkAsync(string path, Func<JsonNode, string> select)
        {
            List<string> found = [];
            var page = await workspace.Client.GetAsync(path);
            while (true)
            {
                found.AddRange(page["items"]!.AsArray().Select(item => select(item!)));
                if (page["next"] is not { } next)
                {
                    return found;
                }

                page = (await workspace.Client.GetAsync($"{path}&cursor={next}")).Expect(HttpStatusCode.OK);
            }
        }
    }
}
